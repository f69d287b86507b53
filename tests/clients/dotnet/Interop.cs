// The calls of ncrypt.dll that .NET Core 2 has no class for. Later versions make them inside
// ExportEncryptedPkcs8PrivateKey and ImportEncryptedPkcs8PrivateKey.

using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Win32.SafeHandles;

public static class NCrypt
{
    public const uint BadKeyset = 0x80090016, Exists = 0x8009000F, NotFound = 0x80090011, NotSupported = 0x80090029,
        InvalidParameter = 0x80090027, BadData = 0x80090005, IncorrectPassword = 0x80090033, Perm = 0x80090010,
        DeviceNotReady = 0x80090030, BadType = 0x8009000A;

    public const int KeyName = 45, Secret = 46, AlgorithmOid = 41, AlgorithmParameters = 42, CurveName = 60;
    public const int DoNotFinalize = 0x400, Overwrite = 0x80, MachineKey = 0x20;

    [StructLayout(LayoutKind.Sequential)]
    struct Buffer
    {
        public int Size;
        public int Type;
        public IntPtr Data;
    }

    [StructLayout(LayoutKind.Sequential)]
    struct BufferDescriptor
    {
        public int Version;
        public int Count;
        public IntPtr Buffers;
    }

    [DllImport("ncrypt.dll", CharSet = CharSet.Unicode)]
    static extern uint NCryptOpenStorageProvider(out SafeNCryptProviderHandle provider, string name, int flags);

    [DllImport("ncrypt.dll", CharSet = CharSet.Unicode)]
    static extern uint NCryptImportKey(SafeNCryptProviderHandle provider, IntPtr importKey, string type, IntPtr parameters,
                                       out SafeNCryptKeyHandle key, byte[] data, int size, int flags);

    [DllImport("ncrypt.dll", CharSet = CharSet.Unicode)]
    static extern uint NCryptExportKey(SafeNCryptKeyHandle key, IntPtr exportKey, string type, IntPtr parameters,
                                       byte[] output, int size, out int result, int flags);

    [DllImport("ncrypt.dll", CharSet = CharSet.Unicode)]
    static extern uint NCryptSetProperty(SafeNCryptKeyHandle key, string name, byte[] value, int size, int flags);

    [DllImport("ncrypt.dll")]
    static extern uint NCryptFinalizeKey(SafeNCryptKeyHandle key, int flags);

    static void Demand(uint status)
    {
        if (status != 0)
            throw new CryptographicException(unchecked((int)status));
    }

    public static byte[] Text(string text)
    {
        return Encoding.Unicode.GetBytes(text + "\0");
    }

    // PKCS12_PBE_PARAMS: iteration count, size of the salt, salt
    public static byte[] PbeParameters(int iterations, byte[] salt)
    {
        return Bits.Join(BitConverter.GetBytes(iterations), BitConverter.GetBytes(salt.Length), salt);
    }

    static T WithParameters<T>(Dictionary<int, byte[]> parameters, Func<IntPtr, T> call)
    {
        if (parameters == null)
            return call(IntPtr.Zero);
        List<GCHandle> pins = new List<GCHandle>();
        try
        {
            List<Buffer> list = new List<Buffer>();
            foreach (KeyValuePair<int, byte[]> each in parameters)
            {
                pins.Add(GCHandle.Alloc(each.Value, GCHandleType.Pinned));
                list.Add(new Buffer { Size = each.Value.Length, Type = each.Key,
                                      Data = pins[pins.Count - 1].AddrOfPinnedObject() });
            }
            pins.Add(GCHandle.Alloc(list.ToArray(), GCHandleType.Pinned));
            BufferDescriptor descriptor = new BufferDescriptor { Count = list.Count,
                Buffers = pins[pins.Count - 1].AddrOfPinnedObject() };
            pins.Add(GCHandle.Alloc(descriptor, GCHandleType.Pinned));
            return call(pins[pins.Count - 1].AddrOfPinnedObject());
        }
        finally
        {
            pins.ForEach(pin => pin.Free());
        }
    }

    public static SafeNCryptProviderHandle Provider()
    {
        SafeNCryptProviderHandle provider;
        Demand(NCryptOpenStorageProvider(out provider, "Microsoft Software Key Storage Provider", 0));
        return provider;
    }

    public static SafeNCryptKeyHandle Import(string type, byte[] data, Dictionary<int, byte[]> parameters, int flags)
    {
        using (SafeNCryptProviderHandle provider = Provider())
        {
            return WithParameters(parameters, list =>
            {
                SafeNCryptKeyHandle key;
                Demand(NCryptImportKey(provider, IntPtr.Zero, type, list, out key, data, data.Length, flags));
                return key;
            });
        }
    }

    public static byte[] Export(SafeNCryptKeyHandle key, string type, Dictionary<int, byte[]> parameters)
    {
        return WithParameters(parameters, list =>
        {
            int size;
            Demand(NCryptExportKey(key, IntPtr.Zero, type, list, null, 0, out size, 0));
            byte[] output = new byte[size];
            Demand(NCryptExportKey(key, IntPtr.Zero, type, list, output, size, out size, 0));
            Array.Resize(ref output, size);
            return output;
        });
    }

    public static void SetProperty(SafeNCryptKeyHandle key, string name, byte[] value, uint flags)
    {
        Demand(NCryptSetProperty(key, name, value, value.Length, unchecked((int)flags)));
    }

    public static void Finish(SafeNCryptKeyHandle key)
    {
        Demand(NCryptFinalizeKey(key, 0));
    }
}
