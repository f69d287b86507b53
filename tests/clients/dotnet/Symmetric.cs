// AesCng and TripleDESCng with stored keys, against .NET's own ciphers (which do not use ncrypt.dll) and OpenSSL.

using System;
using System.IO;
using System.Linq;
using System.Security.Cryptography;

namespace Topics
{
    public static class Symmetric
    {
        public const string What = "AesCng, TripleDESCng: stored keys in ECB and CBC with every padding, in pieces; against OpenSSL";

        static readonly CngAlgorithm aes = new CngAlgorithm("AES"), des3 = new CngAlgorithm("3DES");
        static readonly byte[] data = Enumerable.Range(0, 100).Select(i => (byte)(7 * i)).ToArray();
        static readonly byte[] vector = Enumerable.Range(50, 16).Select(i => (byte)i).ToArray();

        public static void Run()
        {
            foreach (int size in new[] { 128, 192, 256 })
                Modes(aes, size, 16);
            Modes(des3, 192, 8);
            Check.Row("a key that may not be exported", NotExportable);
            Check.Row("a key of another algorithm", OtherAlgorithm);
            Check.Row("a missing key", () => Check.Refused(NCrypt.BadKeyset, () => new AesCng(Names.New())));
            Check.Row("a machine key", Machine);
            Check.Row("AesCng with a key of its own", () => WithoutName(aes));
            Check.BlockedByWine("TripleDESCng with a key of its own", "bcrypt has no CFB for 3DES, which .NET demands first",
                problem => problem is TypeInitializationException, () => WithoutName(des3), Check.OldDotnet);
            Check.Row("wrong padding", WrongPadding);
            Check.Row("reset begins with the vector again", Reused);
        }

        static void Modes(CngAlgorithm algorithm, int size, int block)
        {
            string name = algorithm.Algorithm + " " + size;
            foreach (CipherMode mode in new[] { CipherMode.ECB, CipherMode.CBC })
            {
                foreach (PaddingMode padding in new[] { PaddingMode.None, PaddingMode.PKCS7, PaddingMode.Zeros, PaddingMode.ANSIX923,
                         PaddingMode.ISO10126 })
                    Check.Row(name + " " + mode + " " + padding, () => Mode(algorithm, size, block, mode, padding));
            }
            Check.Row(name + ": the key out, and OpenSSL", () => Openssl(algorithm, size));
            Check.Row(name + ": in pieces", () => Pieces(algorithm, size, block));
            if (algorithm == aes)
                Check.Row(name + ": a new key of .NET's", () => NewKey(algorithm, size));
        }

        // --- making keys and ciphers ----------------------------------------------------------------

        static void WithStored(CngAlgorithm algorithm, int size, Action<string> body,
                               CngExportPolicies policy = CngExportPolicies.AllowPlaintextExport)
        {
            string name = Names.New();
            CngKeyCreationParameters parameters = new CngKeyCreationParameters { ExportPolicy = policy };
            if (algorithm == aes)
                parameters.Parameters.Add(new CngProperty("Length", BitConverter.GetBytes(size), CngPropertyOptions.None));
            using (CngKey key = CngKey.Create(algorithm, name, parameters))
            {
                try
                {
                    body(name);
                }
                finally
                {
                    key.Delete();
                }
            }
        }

        static SymmetricAlgorithm Stored(CngAlgorithm algorithm, string name)
        {
            return algorithm == aes ? (SymmetricAlgorithm)new AesCng(name) : new TripleDESCng(name);
        }

        // .NET's cipher by bcrypt.dll; under Wine there is none for 3DES, so the stored key serves twice
        static SymmetricAlgorithm Other(CngAlgorithm algorithm, string name)
        {
            return algorithm == aes ? Aes.Create() : Stored(algorithm, name);
        }

        static byte[] Transform(ICryptoTransform transform, byte[] input)
        {
            using (transform)
                return transform.TransformFinalBlock(input, 0, input.Length);
        }

        static void Same(SymmetricAlgorithm one, SymmetricAlgorithm other, CipherMode mode, PaddingMode padding)
        {
            one.Mode = mode;
            one.Padding = padding;
            one.IV = vector.Take(one.BlockSize / 8).ToArray();
            if (other is Aes)
                other.Key = one.Key;
            other.Mode = mode;
            other.Padding = padding;
            other.IV = one.IV;
        }

        // --- rows -----------------------------------------------------------------------------------

        static void Mode(CngAlgorithm algorithm, int size, int block, CipherMode mode, PaddingMode padding)
        {
            WithStored(algorithm, size, name =>
            {
                using (SymmetricAlgorithm mine = Stored(algorithm, name), other = Other(algorithm, name))
                {
                    Check.Same(size, mine.KeySize, "KeySize");
                    Same(mine, other, mode, padding);
                    foreach (int length in new[] { 0, 1, block - 1, block, block + 1, 6 * block })
                    {
                        if (padding == PaddingMode.None && length % block != 0)
                            continue;
                        byte[] plain = data.Take(length).ToArray();
                        byte[] secret = Transform(mine.CreateEncryptor(), plain);
                        if (padding != PaddingMode.ISO10126)
                            Check.Bytes(Transform(other.CreateEncryptor(), plain), secret, "encrypted " + length);
                        byte[] back = Transform(mine.CreateDecryptor(), secret);
                        Check.Bytes(plain, back.Take(length).ToArray(), "decrypted " + length);
                        Check.Bytes(back, Transform(other.CreateDecryptor(), secret), "the other decrypts " + length);
                    }
                }
            });
        }

        static void Openssl(CngAlgorithm algorithm, int size)
        {
            WithStored(algorithm, size, name =>
            {
                using (SymmetricAlgorithm mine = Stored(algorithm, name))
                {
                    mine.IV = vector.Take(mine.BlockSize / 8).ToArray();
                    foreach (CipherMode mode in new[] { CipherMode.ECB, CipherMode.CBC })
                    {
                        foreach (PaddingMode padding in new[] { PaddingMode.PKCS7, PaddingMode.Zeros, PaddingMode.ANSIX923 })
                        {
                            mine.Mode = mode;
                            mine.Padding = padding;
                            Decrypted(mine, algorithm, algorithm.Algorithm + size + mode + padding);
                        }
                    }
                }
            });
        }

        static void Decrypted(SymmetricAlgorithm mine, CngAlgorithm algorithm, string file)
        {
            string mode = mine.Mode.ToString().ToLowerInvariant();
            string[] command = { "openssl", "enc", "-d", "-nopad", algorithm == aes ? "-aes-" + mine.KeySize + "-" + mode
                : mine.Mode == CipherMode.CBC ? "-des-ede3-cbc" : "-des-ede3", "-K", Check.Hex(mine.Key), "-in", file + ".secret",
                "-out", file + ".back" };
            if (mine.Mode == CipherMode.CBC)
                command = command.Concat(new[] { "-iv", Check.Hex(mine.IV) }).ToArray();
            Oracle.Write(file + ".plain", Bits.Join(data, Filling(mine.Padding, mine.BlockSize / 8 - data.Length % (mine.BlockSize / 8))));
            Oracle.Write(file + ".secret", Transform(mine.CreateEncryptor(), data));
            Oracle.Judge(file + ": openssl decrypts", command);
            Oracle.Judge(file + ": to the data and its padding", "cmp", file + ".back", file + ".plain");
        }

        static byte[] Filling(PaddingMode padding, int count)
        {
            byte[] bytes = Enumerable.Repeat((byte)(padding == PaddingMode.PKCS7 ? count : 0), count).ToArray();
            if (padding == PaddingMode.ANSIX923)
                bytes[count - 1] = (byte)count;
            return bytes;
        }

        // the key holds the chain from call to call
        static void Pieces(CngAlgorithm algorithm, int size, int block)
        {
            WithStored(algorithm, size, name =>
            {
                using (SymmetricAlgorithm mine = Stored(algorithm, name), other = Other(algorithm, name))
                {
                    Same(mine, other, CipherMode.CBC, PaddingMode.PKCS7);
                    foreach (int piece in new[] { 1, 7, block, block + 1, 64 })
                    {
                        byte[] secret = InPieces(mine.CreateEncryptor(), data, piece);
                        Check.Bytes(Transform(other.CreateEncryptor(), data), secret, "encrypted by " + piece);
                        Check.Bytes(data, InPieces(mine.CreateDecryptor(), secret, piece), "decrypted by " + piece);
                    }
                    // two at the same time do not mix
                    using (ICryptoTransform one = mine.CreateEncryptor(), two = mine.CreateEncryptor())
                    {
                        byte[] a = new byte[block], b = new byte[block];
                        one.TransformBlock(data, 0, block, a, 0);
                        two.TransformBlock(data, 0, block, b, 0);
                        Check.Bytes(a, b, "first blocks");
                        byte[] restOfOne = one.TransformFinalBlock(data, block, 100 - block);
                        byte[] restOfTwo = two.TransformFinalBlock(data, block, 100 - block);
                        Check.Bytes(restOfOne, restOfTwo, "the rest");
                        Check.Bytes(Transform(other.CreateEncryptor(), data), Bits.Join(a, restOfOne), "together");
                    }
                }
            });
        }

        static byte[] InPieces(ICryptoTransform transform, byte[] input, int piece)
        {
            using (MemoryStream output = new MemoryStream())
            {
                using (CryptoStream stream = new CryptoStream(output, transform, CryptoStreamMode.Write))
                {
                    for (int at = 0; at < input.Length; at += piece)
                        stream.Write(input, at, Math.Min(piece, input.Length - at));
                }
                return output.ToArray();
            }
        }

        // setting a key makes the object forget the stored one
        static void NewKey(CngAlgorithm algorithm, int size)
        {
            WithStored(algorithm, size, name =>
            {
                using (SymmetricAlgorithm mine = Stored(algorithm, name), other = Other(algorithm, name))
                {
                    byte[] old = mine.Key;
                    mine.GenerateKey();
                    Check.True(!old.SequenceEqual(mine.Key), "a new key");
                    Same(mine, other, CipherMode.CBC, PaddingMode.PKCS7);
                    Check.Bytes(Transform(other.CreateEncryptor(), data), Transform(mine.CreateEncryptor(), data));
                    using (SymmetricAlgorithm again = Stored(algorithm, name))
                        Check.Bytes(old, again.Key, "the stored one is as it was");
                }
            });
        }

        static void NotExportable()
        {
            WithStored(aes, 256, name =>
            {
                using (AesCng mine = new AesCng(name), same = new AesCng(name))
                {
                    Check.Refused(NCrypt.NotSupported, () => Check.Same(0, mine.Key.Length));
                    same.IV = mine.IV;
                    Check.Bytes(data, Transform(same.CreateDecryptor(), Transform(mine.CreateEncryptor(), data)));
                }
            }, CngExportPolicies.None);
        }

        static void OtherAlgorithm()
        {
            using (CngKey key = CngKey.Create(CngAlgorithm.ECDsaP256, Names.New()))
            {
                Check.Refused(0, () => new AesCng(key.KeyName));
                key.Delete();
            }
            WithStored(des3, 192, name => Check.Refused(0, () => new AesCng(name)));
        }

        static void Machine()
        {
            string name = Names.New();
            CngKeyCreationParameters parameters = new CngKeyCreationParameters
                { KeyCreationOptions = CngKeyCreationOptions.MachineKey };
            using (CngKey key = CngKey.Create(aes, name, parameters))
            {
                CngProvider software = CngProvider.MicrosoftSoftwareKeyStorageProvider;
                Check.Refused(NCrypt.BadKeyset, () => new AesCng(name));
                using (AesCng mine = new AesCng(name, software, CngKeyOpenOptions.MachineKey))
                    Check.Bytes(data, Transform(mine.CreateDecryptor(), Transform(mine.CreateEncryptor(), data)));
                key.Delete();
            }
        }

        static void WithoutName(CngAlgorithm algorithm)
        {
            using (SymmetricAlgorithm mine = algorithm == aes ? (SymmetricAlgorithm)new AesCng() : new TripleDESCng())
            {
                byte[] secret = Transform(mine.CreateEncryptor(), data);
                Check.Bytes(data, Transform(mine.CreateDecryptor(), secret));
                using (SymmetricAlgorithm other = algorithm == aes ? (SymmetricAlgorithm)Aes.Create() : TripleDES.Create())
                {
                    other.Key = mine.Key;
                    other.IV = mine.IV;
                    Check.Bytes(Transform(other.CreateEncryptor(), data), secret);
                }
            }
        }

        static void WrongPadding()
        {
            WithStored(aes, 128, name =>
            {
                using (AesCng mine = new AesCng(name))
                {
                    mine.Padding = PaddingMode.None;
                    byte[] secret = Transform(mine.CreateEncryptor(), new byte[32]);
                    mine.Padding = PaddingMode.PKCS7;
                    Check.Refused(0, () => Transform(mine.CreateDecryptor(), secret));
                    Check.Refused(0, () => Transform(mine.CreateDecryptor(), new byte[15]));
                }
            });
        }

        static void Reused()
        {
            WithStored(aes, 128, name =>
            {
                using (AesCng mine = new AesCng(name))
                using (ICryptoTransform encryptor = mine.CreateEncryptor())
                {
                    Check.True(encryptor.CanReuseTransform);
                    byte[] once = encryptor.TransformFinalBlock(data, 0, data.Length);
                    Check.Bytes(once, encryptor.TransformFinalBlock(data, 0, data.Length), "the same again");
                }
            });
        }
    }
}
