// CngKey: the life of stored and ephemeral keys, their properties and policies.

using System;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Tasks;
using Microsoft.Win32.SafeHandles;

namespace Topics
{
    public static class StoredKeys
    {
        public const string What = "CngKey: a stored key's life, properties, policies, usage, UI policy, machine keys";

        static readonly CngProvider software = CngProvider.MicrosoftSoftwareKeyStorageProvider;

        static readonly (CngAlgorithm, string, int)[] algorithms = {
            (new CngAlgorithm("RSA"), "RSA", 2048), (CngAlgorithm.ECDsaP256, "ECDSA", 256),
            (CngAlgorithm.ECDsaP384, "ECDSA", 384), (CngAlgorithm.ECDsaP521, "ECDSA", 521),
            (CngAlgorithm.ECDiffieHellmanP256, "ECDH", 256), (CngAlgorithm.ECDiffieHellmanP384, "ECDH", 384),
            (CngAlgorithm.ECDiffieHellmanP521, "ECDH", 521), (new CngAlgorithm("DSA"), "DSA", 1024),
            (new CngAlgorithm("DH"), "DH", 1024), (new CngAlgorithm("AES"), "AES", 256),
            (new CngAlgorithm("3DES"), "DES", 192) };

        public static void Run()
        {
            foreach ((CngAlgorithm algorithm, string group, int size) in algorithms)
            {
                Check.Row(algorithm.Algorithm + ": an ephemeral key", () => Ephemeral(algorithm, group, size));
                Check.Row(algorithm.Algorithm + ": a stored key's life", () => Life(algorithm, group, size));
                Check.Row(algorithm.Algorithm + ": a machine key beside the user's", () => Machine(algorithm, size));
            }
            Check.Row("a missing key", Missing);
            Check.Row("an existing key is replaced only on demand", Overwriting);
            Check.Row("names do not tell capitals from small letters", Capitals);
            Check.Row("the unique name is the name of a file", UniqueName);
            Check.Row("handles outlive the key object", Handles);
            Check.Row("a key opened by its handle", ByHandle);
            Check.Row("provider handles are the caller's", Providers);
            Check.Row("providers of hardware that is not there", AbsentHardware);
            Check.Row("an unknown provider", () => Check.Refused(0, () =>
                CngKey.Open("x", new CngProvider("No Such Provider"))));
            Check.Row("an unknown algorithm", () => Check.Refused(NCrypt.NotSupported, () =>
                CngKey.Create(new CngAlgorithm("No Such Algorithm"))));
            Check.Row("own properties, kept and forgotten", OwnProperties);
            Check.Row("own properties of a key without name", OwnPropertiesEphemeral);
            Check.Row("properties that are absent", AbsentProperties);
            Check.Row("key sizes by the property Length", Lengths);
            Check.Row("export policy: none", () => Policy(CngExportPolicies.None, false));
            Check.Row("export policy: export without plaintext", () => Policy(CngExportPolicies.AllowExport, false));
            Check.Row("export policy: plaintext", () => Policy(CngExportPolicies.AllowPlaintextExport, true));
            Check.Row("export policy: archiving, once and by the first handle", Archiving);
            Check.Row("export policy of a key that is stored already", PolicyAfterwards);
            Check.Row("export policy of an ephemeral key", PolicyEphemeral);
            Check.Row("key usage: signing only", UsageSigning);
            Check.Row("key usage: decryption only", UsageDecryption);
            Check.Row("key usage: agreement only", UsageAgreement);
            Check.Row("UI policy is kept", UiPolicy);
            Check.Row("a key without UI policy", NoUiPolicy);
            Check.Row("parent window", ParentWindow);
            Check.Row("one key in many threads", Threads);
            Check.Row("many keys in many threads", ManyKeys);
        }

        // --- a key's life ---------------------------------------------------------------------------

        static CngKeyCreationParameters Sized(CngAlgorithm algorithm, int size)
        {
            CngKeyCreationParameters parameters = new CngKeyCreationParameters();
            if (!algorithm.Algorithm.StartsWith("EC") && algorithm.Algorithm != "3DES")
                parameters.Parameters.Add(new CngProperty("Length", BitConverter.GetBytes(size), CngPropertyOptions.None));
            return parameters;
        }

        static void Common(CngKey key, CngAlgorithm algorithm, string group, int size)
        {
            Check.Same(algorithm, key.Algorithm, "Algorithm");
            Check.Same(group, key.AlgorithmGroup.AlgorithmGroup, "AlgorithmGroup");
            Check.Same(size, key.KeySize, "KeySize");
            Check.Same(software, key.Provider, "Provider");
            Check.Same(CngExportPolicies.None, key.ExportPolicy, "ExportPolicy");
            Check.Same(CngKeyUsages.AllUsages, key.KeyUsage, "KeyUsage");
            Check.True(!key.Handle.IsInvalid && !key.ProviderHandle.IsInvalid, "handles");
        }

        static void Ephemeral(CngAlgorithm algorithm, string group, int size)
        {
            using (CngKey key = CngKey.Create(algorithm, null, Sized(algorithm, size)))
            {
                Common(key, algorithm, group, size);
                Check.True(key.IsEphemeral, "ephemeral");
                Check.True(!key.IsMachineKey, "not a machine key");
                Check.Same(null, key.KeyName, "KeyName");
                Check.Same(null, key.UniqueName, "UniqueName");
            }
        }

        static void Life(CngAlgorithm algorithm, string group, int size)
        {
            string name = Names.New();
            Check.True(!CngKey.Exists(name), "does not exist");
            using (CngKey key = CngKey.Create(algorithm, name, Sized(algorithm, size)))
            {
                Common(key, algorithm, group, size);
                Check.True(!key.IsEphemeral && !key.IsMachineKey, "stored, of the user");
                Check.Same(name, key.KeyName, "KeyName");
            }
            Check.True(CngKey.Exists(name), "exists");
            using (CngKey key = CngKey.Open(name))
            {
                Common(key, algorithm, group, size);
                Check.True(!key.IsEphemeral && !key.IsMachineKey, "stored, of the user");
                Check.Same(name, key.KeyName, "KeyName");
                Check.True(!string.IsNullOrEmpty(key.UniqueName), "UniqueName");
                key.Delete();
            }
            Check.True(!CngKey.Exists(name), "exists no longer");
        }

        static void Machine(CngAlgorithm algorithm, int size)
        {
            string name = Names.New();
            CngKeyCreationParameters parameters = Sized(algorithm, size);
            parameters.KeyCreationOptions = CngKeyCreationOptions.MachineKey;
            using (CngKey machine = CngKey.Create(algorithm, name, parameters))
            {
                Check.True(machine.IsMachineKey && !machine.IsEphemeral, "a machine key");
                Check.True(!CngKey.Exists(name, software), "the user has none");
                Check.True(CngKey.Exists(name, software, CngKeyOpenOptions.MachineKey), "the machine has one");
                using (CngKey again = CngKey.Open(name, software, CngKeyOpenOptions.MachineKey))
                {
                    Check.True(again.IsMachineKey, "a machine key when opened");
                    using (CngKey user = CngKey.Create(algorithm, name, Sized(algorithm, size)))
                    {
                        Check.True(!user.IsMachineKey, "the user's");
                        user.Delete();
                    }
                }
                Check.True(CngKey.Exists(name, software, CngKeyOpenOptions.MachineKey), "the machine still has one");
                machine.Delete();
            }
            Check.True(!CngKey.Exists(name, software, CngKeyOpenOptions.MachineKey), "none left");
        }

        static void Missing()
        {
            string name = Names.New();
            Check.True(!CngKey.Exists(name) && !CngKey.Exists(name, software, CngKeyOpenOptions.MachineKey));
            Check.Refused(NCrypt.BadKeyset, () => CngKey.Open(name));
            Check.Refused(NCrypt.BadKeyset, () => CngKey.Open(name, software, CngKeyOpenOptions.MachineKey));
            Check.Refused(NCrypt.BadKeyset, () => CngKey.Open(name, software, CngKeyOpenOptions.Silent));
        }

        static byte[] Public(CngKey key)
        {
            return key.Export(CngKeyBlobFormat.GenericPublicBlob);
        }

        static void Overwriting()
        {
            string name = Names.New();
            using (CngKey first = CngKey.Create(CngAlgorithm.ECDsaP256, name))
            {
                byte[] old = Public(first);
                Check.Refused(NCrypt.Exists, () => CngKey.Create(CngAlgorithm.ECDsaP256, name));
                using (CngKey opened = CngKey.Open(name))
                    Check.Bytes(old, Public(opened), "unchanged");
                CngKeyCreationParameters overwrite = new CngKeyCreationParameters
                    { KeyCreationOptions = CngKeyCreationOptions.OverwriteExistingKey };
                using (CngKey second = CngKey.Create(CngAlgorithm.ECDsaP384, name, overwrite))
                using (CngKey opened = CngKey.Open(name))
                {
                    Check.Bytes(Public(second), Public(opened), "the new one");
                    Check.Same(384, opened.KeySize);
                    opened.Delete();
                }
            }
        }

        static void Capitals()
        {
            string name = Names.New();
            using (CngKey key = CngKey.Create(CngAlgorithm.ECDsaP256, name + " \u00c4\u03a9 key"))
            {
                Check.True(CngKey.Exists(name.ToUpperInvariant() + " \u00e4\u03c9 KEY"), "exists");
                using (CngKey other = CngKey.Open(name.ToUpperInvariant() + " \u00e4\u03c9 KEY"))
                    Check.Bytes(Public(key), Public(other));
                key.Delete();
            }
        }

        // %APPDATA%\Microsoft\Crypto\Keys\<MD5 of the small name as four little-endian numbers>_<machine>
        static void UniqueName()
        {
            string name = Names.New();
            using (CngKey key = CngKey.Create(CngAlgorithm.ECDsaP256, name))
            {
                string unique = key.UniqueName, folder = Environment.ExpandEnvironmentVariables(@"%APPDATA%\Microsoft\Crypto\Keys");
                byte[] hash = Hashes.Of(HashAlgorithmName.MD5, Encoding.Unicode.GetBytes(name.ToLowerInvariant() + "\0"));
                string expected = string.Concat(Enumerable.Range(0, 4)
                    .Select(i => BitConverter.ToUInt32(hash, 4 * i).ToString("x8"))) + "_";
                Check.True(unique.StartsWith(expected), unique + " starts with " + expected);
                Guid machine;
                Check.True(Guid.TryParse(unique.Substring(expected.Length), out machine), unique + " ends in a GUID");
                Check.True(File.Exists(Path.Combine(folder, unique)), "the file is there");
                key.Delete();
                Check.True(!File.Exists(Path.Combine(folder, unique)), "the file is gone");
            }
        }

        // --- handles --------------------------------------------------------------------------------

        static void Handles()
        {
            CngKey key = CngKey.Create(CngAlgorithm.ECDsaP256);
            byte[] expected = Public(key);
            SafeNCryptKeyHandle handle = key.Handle;
            key.Dispose();
            using (handle)
                Check.Bytes(Bits.Join(BitConverter.GetBytes(0x31534345), expected.Skip(4).ToArray()),
                            NCrypt.Export(handle, "ECCPUBLICBLOB", null), "the handle's key");
        }

        static void ByHandle()
        {
            string name = Names.New();
            using (CngKey key = CngKey.Create(CngAlgorithm.ECDsaP256, name))
            {
                using (CngKey same = CngKey.Open(key.Handle, CngKeyHandleOpenOptions.None))
                {
                    Check.Bytes(Public(key), Public(same));
                    Check.Same(name, same.KeyName, "KeyName");
                    Check.True(!same.IsEphemeral, "not ephemeral");
                }
                Check.Same(256, key.KeySize, "the first one lives on");
                key.Delete();
            }
            using (CngKey ephemeral = CngKey.Create(CngAlgorithm.ECDsaP256))
            using (CngKey same = CngKey.Open(ephemeral.Handle, CngKeyHandleOpenOptions.EphemeralKey))
                Check.True(same.IsEphemeral, "ephemeral");
        }

        static void Providers()
        {
            using (CngKey key = CngKey.Create(CngAlgorithm.ECDsaP256))
            {
                for (int i = 0; i < 3; i++)
                {
                    using (SafeNCryptProviderHandle provider = key.ProviderHandle)
                        Check.True(!provider.IsInvalid);
                }
                Check.Same(software, key.Provider);
                using (ECDsaCng ec = new ECDsaCng(key))
                    Check.True(Signs(ec), "the key still works");
            }
        }

        static void AbsentHardware()
        {
            CngProvider card = CngProvider.MicrosoftSmartCardKeyStorageProvider;
            CngProvider platform = new CngProvider("Microsoft Platform Crypto Provider");
            foreach (CngProvider provider in new[] { card, platform })
            {
                Check.Refused(NCrypt.DeviceNotReady, () => CngKey.Create(CngAlgorithm.ECDsaP256, Names.New(),
                    new CngKeyCreationParameters { Provider = provider }));
                Check.Refused(NCrypt.DeviceNotReady, () => CngKey.Open("x", provider));
            }
        }

        // --- properties -----------------------------------------------------------------------------

        const CngPropertyOptions Kept = CngPropertyOptions.CustomProperty | CngPropertyOptions.Persist;

        static void OwnProperties()
        {
            string name = Names.New();
            CngKeyCreationParameters parameters = new CngKeyCreationParameters();
            parameters.Parameters.Add(new CngProperty("Before", new byte[] { 1, 2, 3 }, Kept));
            using (CngKey key = CngKey.Create(CngAlgorithm.ECDsaP256, name, parameters))
            {
                key.SetProperty(new CngProperty("After", new byte[] { 4, 5 }, Kept));
                key.SetProperty(new CngProperty("After", new byte[] { 6, 7, 8, 9 }, Kept));
                key.SetProperty(new CngProperty("Empty", new byte[0], Kept));
                Check.Bytes(new byte[] { 6, 7, 8, 9 }, key.GetProperty("After", CngPropertyOptions.CustomProperty).GetValue());
            }
            using (CngKey key = CngKey.Open(name))
            {
                Check.Bytes(new byte[] { 1, 2, 3 }, key.GetProperty("Before", CngPropertyOptions.CustomProperty).GetValue());
                Check.Bytes(new byte[] { 6, 7, 8, 9 }, key.GetProperty("After", CngPropertyOptions.CustomProperty).GetValue());
                Check.True(key.HasProperty("Empty", CngPropertyOptions.CustomProperty), "an empty one");
                Check.True(!key.HasProperty("Other", CngPropertyOptions.CustomProperty), "one that is not there");
                key.Delete();
            }
        }

        static void OwnPropertiesEphemeral()
        {
            using (CngKey key = CngKey.Create(CngAlgorithm.ECDsaP256))
            {
                CngProperty property = new CngProperty("Mine", new byte[] { 1 }, CngPropertyOptions.CustomProperty);
                key.SetProperty(property);
                Check.Same(property, key.GetProperty("Mine", CngPropertyOptions.CustomProperty));
                key.SetProperty(new CngProperty("Mine", new byte[0], CngPropertyOptions.CustomProperty));
                Check.True(key.HasProperty("Mine", CngPropertyOptions.CustomProperty), "empty, but there");
            }
        }

        static void AbsentProperties()
        {
            using (CngKey key = CngKey.Create(CngAlgorithm.ECDsaP256))
            {
                Check.True(!key.HasProperty("Absent", CngPropertyOptions.CustomProperty));
                Check.Refused(NCrypt.NotFound, () => key.GetProperty("Absent", CngPropertyOptions.CustomProperty));
                Check.True(!key.HasProperty("UI Policy", CngPropertyOptions.None), "UI Policy");
                Check.True(key.HasProperty("Algorithm Name", CngPropertyOptions.None), "Algorithm Name");
                Check.Refused(NCrypt.NotSupported, () => key.HasProperty("KeyStrength", CngPropertyOptions.None));
                Check.Refused(NCrypt.NotSupported, () => key.SetProperty(
                    new CngProperty("Name", NCrypt.Text("other"), CngPropertyOptions.None)));
            }
        }

        static void Lengths()
        {
            foreach ((string algorithm, int[] sizes) in new[] { ("RSA", new[] { 512, 1024, 1536, 3072 }),
                     ("DSA", new[] { 512, 1024 }), ("AES", new[] { 128, 192, 256 }) })
            {
                foreach (int size in sizes)
                {
                    CngAlgorithm name = new CngAlgorithm(algorithm);
                    using (CngKey key = CngKey.Create(name, null, Sized(name, size)))
                        Check.Same(size, key.KeySize, algorithm);
                }
            }
            Check.Refused(0, () => CngKey.Create(new CngAlgorithm("AES"), null, Sized(new CngAlgorithm("AES"), 160)));
        }

        // --- policies -------------------------------------------------------------------------------

        static CngKey WithPolicy(CngAlgorithm algorithm, string name, CngExportPolicies policy)
        {
            return CngKey.Create(algorithm, name, new CngKeyCreationParameters { ExportPolicy = policy });
        }

        static void Policy(CngExportPolicies policy, bool exportable)
        {
            foreach (string name in new[] { null, Names.New() })
            {
                using (CngKey key = WithPolicy(CngAlgorithm.ECDsaP256, name, policy))
                {
                    Check.Same(policy, key.ExportPolicy, "ExportPolicy");
                    PolicyHolds(key, exportable);
                    if (name == null)
                        continue;
                    using (CngKey opened = CngKey.Open(name))
                    {
                        Check.Same(policy, opened.ExportPolicy, "ExportPolicy when opened");
                        PolicyHolds(opened, exportable);
                    }
                    key.Delete();
                }
            }
        }

        static void PolicyHolds(CngKey key, bool exportable)
        {
            Public(key);
            foreach (CngKeyBlobFormat format in new[] { CngKeyBlobFormat.EccPrivateBlob, CngKeyBlobFormat.GenericPrivateBlob,
                     CngKeyBlobFormat.Pkcs8PrivateBlob })
            {
                if (exportable)
                    Check.True(key.Export(format).Length > 0);
                else
                    Check.Refused(NCrypt.NotSupported, () => key.Export(format));
            }
        }

        static void Archiving()
        {
            string name = Names.New();
            using (CngKey key = WithPolicy(CngAlgorithm.ECDsaP256, name, CngExportPolicies.AllowPlaintextArchiving))
            {
                Check.True(key.Export(CngKeyBlobFormat.EccPrivateBlob).Length == 104, "the first handle exports");
                using (CngKey opened = CngKey.Open(name))
                    Check.Refused(NCrypt.NotSupported, () => opened.Export(CngKeyBlobFormat.EccPrivateBlob));
                key.Delete();
            }
        }

        static readonly byte[] plaintext = { 3, 0, 0, 0 };

        static void PolicyAfterwards()
        {
            string name = Names.New();
            using (CngKey key = CngKey.Create(CngAlgorithm.ECDsaP256, name))
            {
                Check.Refused(NCrypt.NotSupported, () => key.SetProperty(
                    new CngProperty("Export Policy", plaintext, CngPropertyOptions.Persist)));
                Check.Refused(NCrypt.NotSupported, () => key.Export(CngKeyBlobFormat.EccPrivateBlob));
                key.Delete();
            }
        }

        static void PolicyEphemeral()
        {
            using (CngKey key = CngKey.Create(CngAlgorithm.ECDsaP256))
            {
                Check.Refused(NCrypt.NotSupported, () => key.Export(CngKeyBlobFormat.EccPrivateBlob));
                key.SetProperty(new CngProperty("Export Policy", plaintext, CngPropertyOptions.Persist));
                Check.Same(104, key.Export(CngKeyBlobFormat.EccPrivateBlob).Length);
            }
        }

        static CngKey WithUsage(string algorithm, string name, CngKeyUsages usage)
        {
            return CngKey.Create(new CngAlgorithm(algorithm), name, new CngKeyCreationParameters { KeyUsage = usage });
        }

        // the key that was made, then the same one opened
        static void Twice(string algorithm, CngKeyUsages usage, Action<CngKey> body)
        {
            string name = Names.New();
            using (CngKey key = WithUsage(algorithm, name, usage))
            {
                Check.Same(usage, key.KeyUsage, "KeyUsage");
                body(key);
            }
            using (CngKey key = CngKey.Open(name))
            {
                Check.Same(usage, key.KeyUsage, "KeyUsage when opened");
                body(key);
                key.Delete();
            }
        }

        static void UsageSigning()
        {
            Twice("RSA", CngKeyUsages.Signing, key =>
            {
                using (RSACng rsa = new RSACng(key))
                {
                    byte[] signature = rsa.SignData(Bits.Message, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
                    Check.True(rsa.VerifyData(Bits.Message, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
                    byte[] secret = rsa.Encrypt(Bits.Message, RSAEncryptionPadding.Pkcs1);
                    Check.Refused(NCrypt.Perm, () => rsa.Decrypt(secret, RSAEncryptionPadding.Pkcs1));
                }
            });
        }

        static void UsageDecryption()
        {
            Twice("RSA", CngKeyUsages.Decryption, key =>
            {
                using (RSACng rsa = new RSACng(key))
                {
                    byte[] secret = rsa.Encrypt(Bits.Message, RSAEncryptionPadding.OaepSHA1);
                    Check.Bytes(Bits.Message, rsa.Decrypt(secret, RSAEncryptionPadding.OaepSHA1));
                    Check.Refused(NCrypt.Perm, () => rsa.SignData(Bits.Message, HashAlgorithmName.SHA256,
                                                                  RSASignaturePadding.Pkcs1));
                }
            });
        }

        static void UsageAgreement()
        {
            using (CngKey other = CngKey.Create(CngAlgorithm.ECDiffieHellmanP256))
            {
                Twice("ECDH_P256", CngKeyUsages.KeyAgreement, key =>
                {
                    using (ECDiffieHellmanCng mine = new ECDiffieHellmanCng(key), theirs = new ECDiffieHellmanCng(other))
                        Check.Bytes(theirs.DeriveKeyMaterial(mine.PublicKey), mine.DeriveKeyMaterial(theirs.PublicKey));
                });
            }
        }

        static void UiPolicy()
        {
            string name = Names.New();
            CngUIPolicy policy = new CngUIPolicy(CngUIProtectionLevels.ProtectKey, "a friendly name", "what it is for",
                                                 "where it is used", "the title");
            CngKeyCreationParameters parameters = new CngKeyCreationParameters { UIPolicy = policy };
            using (CngKey key = CngKey.Create(CngAlgorithm.ECDsaP256, name, parameters))
                HasPolicy(key, policy);
            using (CngKey key = CngKey.Open(name))
            {
                HasPolicy(key, policy);
                key.Delete();
            }
        }

        static void HasPolicy(CngKey key, CngUIPolicy expected)
        {
            CngUIPolicy policy = key.UIPolicy;
            Check.Same(expected.ProtectionLevel, policy.ProtectionLevel);
            Check.Same(expected.FriendlyName, policy.FriendlyName);
            Check.Same(expected.Description, policy.Description);
            Check.Same(expected.UseContext, policy.UseContext);
            Check.Same(expected.CreationTitle, policy.CreationTitle);
        }

        static void NoUiPolicy()
        {
            using (CngKey key = CngKey.Create(CngAlgorithm.ECDsaP256))
                HasPolicy(key, new CngUIPolicy(CngUIProtectionLevels.None, null, null, null, null));
        }

        [DllImport("user32.dll")]
        static extern IntPtr GetDesktopWindow();

        static void ParentWindow()
        {
            using (CngKey key = CngKey.Create(CngAlgorithm.ECDsaP256))
            {
                Check.Same(IntPtr.Zero, key.ParentWindowHandle);
                IntPtr window = GetDesktopWindow();
                key.ParentWindowHandle = window;
                Check.Same(window, key.ParentWindowHandle);
            }
        }

        static bool Signs(ECDsaCng ec)
        {
            HashAlgorithmName hash = HashAlgorithmName.SHA256;
            return ec.VerifyData(Bits.Message, ec.SignData(Bits.Message, hash), hash);
        }

        // --- threads --------------------------------------------------------------------------------

        static void Threads()
        {
            string name = Names.New();
            using (CngKey key = CngKey.Create(CngAlgorithm.ECDsaP256, name))
            {
                Parallel.For(0, 64, i =>
                {
                    using (CngKey mine = i % 2 == 0 ? CngKey.Open(name) : CngKey.Open(key.Handle, CngKeyHandleOpenOptions.None))
                    using (ECDsaCng ec = new ECDsaCng(mine))
                        Check.True(Signs(ec));
                });
                key.Delete();
            }
        }

        static void ManyKeys()
        {
            Parallel.For(0, 32, i =>
            {
                string name = Names.New();
                using (CngKey key = CngKey.Create(CngAlgorithm.ECDsaP256, name))
                using (CngKey opened = CngKey.Open(name))
                {
                    Check.Bytes(Public(key), Public(opened));
                    key.Delete();
                    Check.True(!CngKey.Exists(name));
                }
            });
        }
    }
}
