// RSACng: signatures and encryption with every padding and hash, sizes, parameters.

using System;
using System.Linq;
using System.Numerics;
using System.Security.Cryptography;

namespace Topics
{
    public static class Rsa
    {
        public const string What = "RSACng: every padding and hash, 512 to 4096 bits, parameters; OpenSSL judges";

        static readonly RSASignaturePadding[] paddings = { RSASignaturePadding.Pkcs1, RSASignaturePadding.Pss };

        public static void Run()
        {
            foreach (int size in new[] { 512, 1024, 2048, 3072, 4096 })
                Check.Row(size + " bits: made, signs and encrypts", () => Size(size));
            Check.Row("sizes that are not allowed", Sizes);
            foreach (HashAlgorithmName hash in Hashes.All)
            {
                foreach (RSASignaturePadding padding in paddings)
                    Check.Row(hash + " " + padding + ": signatures", () => Signatures(hash, padding));
            }
            foreach (string hash in new[] { "SHA1", "SHA256", "SHA384", "SHA512" })
            {
                foreach (string name in new[] { "rsa1024", "rsa2048", "rsa3072" })
                    Check.Row(hash + ": OpenSSL's signatures by " + name, () => OpensslSigned(name, hash));
                Check.Row(hash + ": OAEP", () => Encryption(RSAEncryptionPadding.CreateOaep(new HashAlgorithmName(hash)), hash));
            }
            Check.Row("PKCS#1 encryption", () => Encryption(RSAEncryptionPadding.Pkcs1, null));
            Check.Row("signatures as PKCS#1 says, by big numbers", BigNumbers);
            Check.Row("data of every length", DataLengths);
            Check.Row("longest plaintexts, and one byte more", Longest);
            Check.Row("wrong ciphertexts", WrongCiphertexts);
            Check.Row("parameters out and in", Parameters);
            Check.Row("parameters with leading zero bytes, big exponents", Exponents);
            Check.Row("bad parameters", BadParameters);
            Check.Row("public key only", PublicOnly);
            Check.Row("stored keys", Stored);
            Check.Row("key exchange formatters", KeyExchange);
            Check.BlockedByWine("RSAPKCS1SignatureFormatter", "crypt32 finds the name SHA256 only in small letters " +
                "(CryptFindOIDInfo)", problem => problem is CryptographicUnexpectedOperationException, SignatureFormatter,
                Check.OldDotnet);
            Check.Row("changing the size makes a new key", NewSize);
            Check.Row("into buffers of the caller's", Spans);
        }

        static RSACng Given(string name)
        {
            return new RSACng(Oracle.Key(name));
        }

        // --- signatures -----------------------------------------------------------------------------

        static void Size(int size)
        {
            using (RSACng rsa = new RSACng(size))
            {
                Check.Same(size, rsa.KeySize);
                byte[] signature = rsa.SignData(Bits.Message, HashAlgorithmName.SHA1, RSASignaturePadding.Pkcs1);
                Check.Same(size / 8, signature.Length);
                byte[] secret = rsa.Encrypt(new byte[] { 1, 2, 3 }, RSAEncryptionPadding.OaepSHA1);
                Check.Bytes(new byte[] { 1, 2, 3 }, rsa.Decrypt(secret, RSAEncryptionPadding.OaepSHA1));
                string name = "made" + size;
                Oracle.PublicKeyOf(rsa.Key, name);
                Oracle.Write(name + ".sig", signature);
                Oracle.Judge(name + ": openssl finds the key consistent", "openssl", "pkey", "-in", name + ".p8", "-check", "-noout");
                Oracle.Judge(name + ": openssl verifies", "openssl", "dgst", "-sha1", "-verify", name + ".pem", "-signature",
                             name + ".sig", "given/message");
            }
        }

        static void Sizes()
        {
            foreach (int size in new[] { 0, 384, 511, 513, 16448 })
                Check.Refused(0, () => { using (RSACng rsa = new RSACng(size)) rsa.ExportParameters(false); });
        }

        static void Signatures(HashAlgorithmName hash, RSASignaturePadding padding)
        {
            foreach (string name in new[] { "rsa2048", "rsa3072" })
            {
                using (RSACng rsa = Given(name))
                {
                    byte[] signature = rsa.SignData(Bits.Message, hash, padding);
                    Check.True(rsa.VerifyData(Bits.Message, signature, hash, padding), "verifies");
                    Check.True(!rsa.VerifyData(Bits.Damaged(Bits.Message, 0), signature, hash, padding), "other data");
                    Check.True(!rsa.VerifyData(Bits.Message, Bits.Damaged(signature, signature.Length / 2), hash, padding), "damaged");
                    Check.True(!rsa.VerifyData(Bits.Message, signature, hash, padding == paddings[0] ? paddings[1] : paddings[0]),
                               "the other padding");
                    Judge(name, hash.Name.ToLowerInvariant(), padding, signature);
                }
            }
        }

        static void Judge(string key, string hash, RSASignaturePadding padding, byte[] signature)
        {
            string name = key + "." + hash + "." + padding;
            Oracle.Write(name, signature);
            if (padding == RSASignaturePadding.Pkcs1)
                Oracle.Judge(name + ": openssl verifies", "openssl", "dgst", "-" + hash, "-prverify", "given/" + key + ".p8",
                             "-signature", name, "given/message");
            else
                Oracle.Judge(name + ": openssl verifies", "openssl", "dgst", "-" + hash, "-prverify", "given/" + key + ".p8",
                             "-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:digest", "-signature", name,
                             "given/message");
        }

        static void OpensslSigned(string name, string hash)
        {
            using (RSACng rsa = Given(name))
            {
                HashAlgorithmName algorithm = new HashAlgorithmName(hash);
                byte[] pkcs1 = Oracle.Given(name + "." + hash.ToLowerInvariant() + ".pkcs1");
                Check.Bytes(pkcs1, rsa.SignData(Bits.Message, algorithm, RSASignaturePadding.Pkcs1), "the same signature");
                Check.True(rsa.VerifyData(Bits.Message, pkcs1, algorithm, RSASignaturePadding.Pkcs1));
                if (name == "rsa1024" && hash == "SHA512")
                    return;             // no room for the salt
                byte[] pss = Oracle.Given(name + "." + hash.ToLowerInvariant() + ".pss");
                Check.True(rsa.VerifyData(Bits.Message, pss, algorithm, RSASignaturePadding.Pss));
                Check.True(!rsa.VerifyData(Bits.Message, Bits.Damaged(pss, 9), algorithm, RSASignaturePadding.Pss));
            }
        }

        static BigInteger Number(byte[] bytes)
        {
            return new BigInteger(bytes.Reverse().Concat(new byte[] { 0 }).ToArray());
        }

        // s^e mod n = 00 01 FF.. 00 DigestInfo
        static void BigNumbers()
        {
            using (RSACng rsa = new RSACng(1024))
            {
                RSAParameters key = rsa.ExportParameters(false);
                byte[] hash = Hashes.Of(HashAlgorithmName.SHA256, Bits.Message);
                byte[] signature = rsa.SignHash(hash, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
                byte[] info = Bits.Join(new byte[] { 0x30, 0x31, 0x30, 0x0d, 6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1, 5, 0, 4, 0x20 }, hash);
                byte[] padded = Bits.Join(new byte[] { 0, 1 }, Enumerable.Repeat((byte)255, 128 - 3 - info.Length).ToArray(),
                                          new byte[] { 0 }, info);
                Check.Same(Number(padded), BigInteger.ModPow(Number(signature), Number(key.Exponent), Number(key.Modulus)));
            }
        }

        static void DataLengths()
        {
            using (RSACng rsa = Given("rsa1024"))
            {
                for (int length = 0; length < 200; length += 13)
                {
                    byte[] data = Enumerable.Range(0, length).Select(i => (byte)i).ToArray();
                    byte[] signature = rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);
                    Check.True(rsa.VerifyData(data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pss));
                    foreach (int wrong in new[] { 0, 1, 127, 129 })
                    {
                        byte[] cut = signature.Concat(new byte[1]).Take(wrong).ToArray();
                        bool taken;
                        try
                        {
                            taken = rsa.VerifyData(data, cut, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);
                        }
                        catch (CryptographicException)
                        {
                            taken = false;
                        }
                        Check.True(!taken, "a signature of " + wrong + " bytes");
                    }
                }
                Check.Refused(0, () => rsa.SignHash(new byte[31], HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
            }
        }

        // --- encryption -----------------------------------------------------------------------------

        static void Encryption(RSAEncryptionPadding padding, string hash)
        {
            string file = hash == null ? "rsa2048.encrypted" : "rsa2048." + hash.ToLowerInvariant() + ".oaep";
            using (RSACng rsa = Given("rsa2048"))
            {
                Check.Bytes(Bits.Message, rsa.Decrypt(Oracle.Given(file), padding), "OpenSSL's ciphertext");
                foreach (byte[] data in new[] { new byte[0], new byte[] { 0 }, Bits.Message })
                    Check.Bytes(data, rsa.Decrypt(rsa.Encrypt(data, padding), padding), "there and back");
                Oracle.Write(file, rsa.Encrypt(Bits.Message, padding));
            }
            string[] command = { "openssl", "pkeyutl", "-decrypt", "-inkey", "given/rsa2048.p8", "-in", file, "-out", file + ".plain" };
            if (hash != null)
                command = command.Concat(new[] { "-pkeyopt", "rsa_padding_mode:oaep", "-pkeyopt", "rsa_oaep_md:" + hash.ToLowerInvariant(),
                    "-pkeyopt", "rsa_mgf1_md:" + hash.ToLowerInvariant() }).ToArray();
            Oracle.Judge(file + ": openssl decrypts", command);
            Oracle.Judge(file + ": to the message", "cmp", file + ".plain", "given/message");
        }

        static void Longest()
        {
            using (RSACng rsa = Given("rsa2048"))
            {
                foreach ((RSAEncryptionPadding padding, int most) in new[] { (RSAEncryptionPadding.Pkcs1, 245),
                         (RSAEncryptionPadding.OaepSHA1, 214), (RSAEncryptionPadding.OaepSHA256, 190),
                         (RSAEncryptionPadding.OaepSHA384, 158), (RSAEncryptionPadding.OaepSHA512, 126) })
                {
                    byte[] data = Enumerable.Range(0, most).Select(i => (byte)i).ToArray();
                    Check.Bytes(data, rsa.Decrypt(rsa.Encrypt(data, padding), padding), padding.ToString());
                    Check.Refused(0, () => rsa.Encrypt(new byte[most + 1], padding));
                }
            }
        }

        static void WrongCiphertexts()
        {
            using (RSACng rsa = Given("rsa2048"))
            {
                foreach (RSAEncryptionPadding padding in new[] { RSAEncryptionPadding.OaepSHA1, RSAEncryptionPadding.OaepSHA256 })
                {
                    byte[] secret = rsa.Encrypt(Bits.Message, padding);
                    Check.Refused(0, () => rsa.Decrypt(Bits.Damaged(secret, 100), padding));
                    Check.Refused(0, () => rsa.Decrypt(secret.Take(255).ToArray(), padding));
                    Check.Refused(0, () => rsa.Decrypt(Enumerable.Repeat((byte)255, 256).ToArray(), padding));
                }
                Check.Refused(0, () => rsa.Decrypt(rsa.Encrypt(Bits.Message, RSAEncryptionPadding.OaepSHA1),
                                                   RSAEncryptionPadding.OaepSHA256));
            }
        }

        // --- parameters -----------------------------------------------------------------------------

        static void SameParameters(RSAParameters one, RSAParameters other, bool secret)
        {
            Check.Bytes(one.Modulus, other.Modulus, "Modulus");
            Check.Bytes(one.Exponent, other.Exponent, "Exponent");
            if (!secret)
            {
                Check.True(other.D == null && other.P == null);
                return;
            }
            Check.Bytes(one.P, other.P, "P");
            Check.Bytes(one.Q, other.Q, "Q");
            Check.Bytes(one.DP, other.DP, "DP");
            Check.Bytes(one.DQ, other.DQ, "DQ");
            Check.Bytes(one.InverseQ, other.InverseQ, "InverseQ");
            Check.Bytes(one.D, other.D, "D");
        }

        static void Parameters()
        {
            foreach (string name in new[] { "rsa1024", "rsa2048", "rsa3072" })
            {
                using (RSACng rsa = Given(name), copy = new RSACng(), part = new RSACng())
                {
                    RSAParameters key = rsa.ExportParameters(true);
                    Check.Same(BigInteger.One, Number(key.D) * Number(key.Exponent) % ((Number(key.P) - 1) * (Number(key.Q) - 1)), "d");
                    Check.Same(Number(key.D) % (Number(key.P) - 1), Number(key.DP), "dp");
                    Check.Same(Number(key.D) % (Number(key.Q) - 1), Number(key.DQ), "dq");
                    Check.Same(BigInteger.One, Number(key.InverseQ) * Number(key.Q) % Number(key.P), "inverse of q");
                    copy.ImportParameters(key);
                    SameParameters(key, copy.ExportParameters(true), true);
                    part.ImportParameters(rsa.ExportParameters(false));
                    SameParameters(key, part.ExportParameters(false), false);
                    Check.True(part.VerifyData(Bits.Message, copy.SignData(Bits.Message, HashAlgorithmName.SHA256,
                        RSASignaturePadding.Pss), HashAlgorithmName.SHA256, RSASignaturePadding.Pss), "the copy signs");
                }
            }
        }

        static void Exponents()
        {
            using (RSACng rsa = Given("rsa1024"), other = new RSACng())
            {
                RSAParameters key = rsa.ExportParameters(true);
                BigInteger totient = (Number(key.P) - 1) * (Number(key.Q) - 1);
                // another exponent for the same primes
                foreach (int exponent in new[] { 17, 257, 65539, 16777259 })
                {
                    if (BigInteger.GreatestCommonDivisor(totient, exponent) != 1)
                        continue;
                    key.Exponent = new BigInteger(exponent).ToByteArray().Reverse().SkipWhile(each => each == 0).ToArray();
                    other.ImportParameters(new RSAParameters { Modulus = key.Modulus, Exponent = key.Exponent });
                    byte[] secret = other.Encrypt(new byte[] { 9 }, RSAEncryptionPadding.Pkcs1);
                    BigInteger d = Inverse(exponent, totient);
                    byte[] plain = BigInteger.ModPow(Number(secret), d, Number(key.Modulus)).ToByteArray();
                    Check.Same((byte)9, plain[0], "exponent " + exponent);
                    Check.Bytes(key.Exponent, other.ExportParameters(false).Exponent);
                }
            }
        }

        static BigInteger Inverse(BigInteger value, BigInteger modulus)
        {
            BigInteger a = value, b = modulus, x = 1, y = 0;
            while (a > 1)
            {
                BigInteger quotient = b / a;
                (a, b) = (b - quotient * a, a);
                (x, y) = (y - quotient * x, x);
            }
            return (x % modulus + modulus) % modulus;
        }

        static void BadParameters()
        {
            using (RSACng rsa = Given("rsa1024"), other = new RSACng())
            {
                Action<Action<RSAParametersBox>> refused = change =>
                {
                    RSAParametersBox box = new RSAParametersBox { Key = rsa.ExportParameters(true) };
                    change(box);
                    Check.Refused(0, () => { other.ImportParameters(box.Key); other.SignData(Bits.Message, HashAlgorithmName.SHA1,
                        RSASignaturePadding.Pkcs1); });
                };
                refused(box => box.Key.Modulus = null);
                refused(box => box.Key.Exponent = null);
                refused(box => box.Key.D = null);
                refused(box => box.Key.P = Bits.Damaged(box.Key.P, 5));
                refused(box => box.Key.Modulus = Bits.Damaged(box.Key.Modulus, 5));
            }
        }

        class RSAParametersBox
        {
            public RSAParameters Key;
        }

        static void PublicOnly()
        {
            using (RSACng rsa = Given("rsa2048"), part = new RSACng())
            {
                part.ImportParameters(rsa.ExportParameters(false));
                Check.Refused(0, () => part.ExportParameters(true));
                Check.Refused(0, () => part.SignData(Bits.Message, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
                Check.Refused(0, () => part.Decrypt(new byte[256], RSAEncryptionPadding.OaepSHA1));
                byte[] secret = part.Encrypt(Bits.Message, RSAEncryptionPadding.OaepSHA256);
                Check.Bytes(Bits.Message, rsa.Decrypt(secret, RSAEncryptionPadding.OaepSHA256));
            }
        }

        static void Stored()
        {
            string name = Names.New();
            CngKeyCreationParameters parameters = new CngKeyCreationParameters();
            parameters.Parameters.Add(new CngProperty("Length", BitConverter.GetBytes(2048), CngPropertyOptions.None));
            byte[] signature;
            RSAParameters key;
            using (RSACng rsa = new RSACng(CngKey.Create(CngAlgorithm.Rsa, name, parameters)))
            {
                signature = rsa.SignData(Bits.Message, HashAlgorithmName.SHA384, RSASignaturePadding.Pss);
                key = rsa.ExportParameters(false);
                Check.Refused(NCrypt.NotSupported, () => rsa.ExportParameters(true));
            }
            using (RSACng rsa = new RSACng(CngKey.Open(name)))
            {
                SameParameters(key, rsa.ExportParameters(false), false);
                Check.True(rsa.VerifyData(Bits.Message, signature, HashAlgorithmName.SHA384, RSASignaturePadding.Pss));
                Check.Bytes(Bits.Message, rsa.Decrypt(rsa.Encrypt(Bits.Message, RSAEncryptionPadding.OaepSHA512),
                                                      RSAEncryptionPadding.OaepSHA512));
                rsa.Key.Delete();
            }
        }

        // --- other ways in --------------------------------------------------------------------------

        static void SignatureFormatter()
        {
            using (RSACng rsa = Given("rsa2048"))
            {
                byte[] hash = Hashes.Of(HashAlgorithmName.SHA256, Bits.Message);
                RSAPKCS1SignatureFormatter formatter = new RSAPKCS1SignatureFormatter(rsa);
                RSAPKCS1SignatureDeformatter deformatter = new RSAPKCS1SignatureDeformatter(rsa);
                formatter.SetHashAlgorithm("SHA256");
                deformatter.SetHashAlgorithm("SHA256");
                Check.Bytes(Oracle.Given("rsa2048.sha256.pkcs1"), formatter.CreateSignature(hash));
                Check.True(deformatter.VerifySignature(hash, formatter.CreateSignature(hash)));
            }
        }

        static void KeyExchange()
        {
            using (RSACng rsa = Given("rsa2048"))
            {
                byte[] secret = new RSAOAEPKeyExchangeFormatter(rsa).CreateKeyExchange(new byte[] { 1, 2 });
                Check.Bytes(new byte[] { 1, 2 }, new RSAOAEPKeyExchangeDeformatter(rsa).DecryptKeyExchange(secret));
                secret = new RSAPKCS1KeyExchangeFormatter(rsa).CreateKeyExchange(new byte[] { 3 });
                Check.Bytes(new byte[] { 3 }, new RSAPKCS1KeyExchangeDeformatter(rsa).DecryptKeyExchange(secret));
            }
        }

        static void NewSize()
        {
            using (RSACng rsa = new RSACng(1024))
            {
                byte[] old = rsa.ExportParameters(false).Modulus;
                rsa.KeySize = 2048;
                Check.Same(256, rsa.ExportParameters(false).Modulus.Length);
                rsa.KeySize = 1024;
                Check.True(!old.SequenceEqual(rsa.ExportParameters(false).Modulus), "a new key");
            }
        }

        static void Spans()
        {
            using (RSACng rsa = Given("rsa1024"))
            {
                byte[] buffer = Enumerable.Repeat((byte)0xcc, 140).ToArray(), hash = Hashes.Of(HashAlgorithmName.SHA1, Bits.Message);
                int written;
                Check.True(!rsa.TrySignHash(hash, buffer.AsSpan(0, 127), HashAlgorithmName.SHA1, RSASignaturePadding.Pkcs1, out written));
                Check.True(rsa.TrySignHash(hash, buffer.AsSpan(0, 128), HashAlgorithmName.SHA1, RSASignaturePadding.Pkcs1, out written));
                Check.Same(128, written);
                Check.Bytes(Oracle.Given("rsa1024.sha1.pkcs1"), buffer.Take(128).ToArray());
                Check.True(buffer.Skip(128).All(each => each == 0xcc), "nothing behind the end");
                byte[] secret = rsa.Encrypt(new byte[] { 1, 2, 3 }, RSAEncryptionPadding.Pkcs1);
                Check.True(rsa.TryDecrypt(secret, buffer, RSAEncryptionPadding.Pkcs1, out written));
                Check.Bytes(new byte[] { 1, 2, 3 }, buffer.Take(written).ToArray());
                Check.True(!rsa.TryDecrypt(secret, buffer.AsSpan(0, 2), RSAEncryptionPadding.Pkcs1, out written), "too small");
            }
        }
    }
}
