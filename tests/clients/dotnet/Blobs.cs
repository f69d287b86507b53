// CngKey.Import and Export: every blob type of every family, their layouts read here field by field.

using System;
using System.Linq;
using System.Security.Cryptography;
using System.Text;

namespace Topics
{
    public static class Blobs
    {
        public const string What = "CngKey: import and export of every blob type, malformed blobs";

        public static void Run()
        {
            foreach (string name in new[] { "P-256", "P-384", "P-521" })
            {
                Check.Row(name + ": ECC blobs", () => Ecc(name));
                Check.Row(name + ": the full ECC blobs", () => EccFull(name));
                Check.Row(name + ": malformed blobs", () => Malformed(Oracle.Key(name), new[] { "ECCPUBLICBLOB", "ECCPRIVATEBLOB",
                    "ECCFULLPUBLICBLOB", "ECCFULLPRIVATEBLOB", "PKCS8_PRIVATEKEY" }));
            }
            foreach (string name in new[] { "rsa1024", "rsa2048", "rsa3072" })
            {
                Check.Row(name + ": RSA blobs", () => Rsa(name));
                Check.Row(name + ": blobs of CryptoAPI, which Wine's own provider reads and writes", () => Capi(name));
            }
            Check.Row("RSA: malformed blobs", () => Malformed(Oracle.Key("rsa1024"), new[] { "RSAPUBLICBLOB", "RSAPRIVATEBLOB",
                "RSAFULLPRIVATEBLOB", "CAPIPUBLICBLOB", "CAPIPRIVATEBLOB", "PKCS8_PRIVATEKEY" }));
            foreach (string name in new[] { "dsa1024", "dsa2048" })
                Check.Row(name + ": DSA blobs", () => Dsa(name));
            Check.Row("DSA: malformed blobs", () => Malformed(Oracle.Key("dsa1024"),
                new[] { "DSAPUBLICBLOB", "DSAPRIVATEBLOB", "PKCS8_PRIVATEKEY" }));
            Check.Row("DH: blobs", Dh);
            Check.Row("AES: blobs", Aes);
            Check.Row("opaque blobs of stored keys' kinds", Opaque);
            Check.Row("a blob of another family", OtherFamily);
            Check.Row("an unknown blob type", () => Check.Refused(0, () =>
                CngKey.Import(new byte[40], new CngKeyBlobFormat("NoSuchBlob"))));
            Check.Row("an imported private key is ephemeral and exports when its policy says so", Imported);
            Check.Row("OpenSSL: keys written as PKCS#8", Written);
        }

        static CngKeyBlobFormat Format(string name)
        {
            return new CngKeyBlobFormat(name);
        }

        static int Number(byte[] blob, int at)
        {
            return BitConverter.ToInt32(blob, at);
        }

        static string Magic(byte[] blob)
        {
            return Encoding.ASCII.GetString(blob, 0, 4);
        }

        // out, in, out again: the same bytes
        static byte[] RoundTrip(CngKey key, string type)
        {
            byte[] blob = key.Export(Format(type));
            using (CngKey copy = Keys.Exportable(CngKey.Import(blob, Format(type))))
            {
                Check.Same(key.AlgorithmGroup, copy.AlgorithmGroup, type);
                Check.Same(key.KeySize, copy.KeySize, type);
                Check.Bytes(blob, copy.Export(Format(type)), type);
            }
            return blob;
        }

        // --- curves ---------------------------------------------------------------------------------

        static void Ecc(string name)
        {
            using (CngKey key = Oracle.Key(name))
            {
                int size = (key.KeySize + 7) / 8;
                byte[] part = RoundTrip(key, "ECCPUBLICBLOB"), whole = RoundTrip(key, "ECCPRIVATEBLOB");
                int number = "P-256 P-384 P-521".Split(' ').ToList().IndexOf(name);
                // PKCS#8 does not tell signing from agreement; Windows imports it as ECDH or ECDSA
                string kind = key.AlgorithmGroup == CngAlgorithmGroup.ECDsa ? "ECS" : "ECK";
                Check.Same(kind + (char)('1' + 2 * number), Magic(part), "magic");
                Check.Same(kind + (char)('2' + 2 * number), Magic(whole), "magic");
                Check.Same(size, Number(part, 4), "size");
                Check.Same(8 + 2 * size, part.Length, "length");
                Check.Same(8 + 3 * size, whole.Length, "length");
                Check.Bytes(part.Skip(4).ToArray(), whole.Skip(4).Take(part.Length - 4).ToArray(), "point");
                Check.True(Contains(Oracle.Given(name + ".p8"), part.Skip(8).ToArray()), "OpenSSL's point");
                Check.True(Contains(Oracle.Given(name + ".p8"), whole.Skip(8 + 2 * size).ToArray()), "OpenSSL's number");
                Check.Bytes(part, key.Export(CngKeyBlobFormat.GenericPublicBlob), "PUBLICBLOB");
                Check.Bytes(whole, key.Export(CngKeyBlobFormat.GenericPrivateBlob), "PRIVATEBLOB");
                RoundTrip(key, "PUBLICBLOB");
                RoundTrip(key, "PRIVATEBLOB");
                RoundTrip(key, "PKCS8_PRIVATEKEY");
            }
        }

        static bool Contains(byte[] whole, byte[] part)
        {
            return Check.Hex(whole).Contains(Check.Hex(part));
        }

        static void EccFull(string name)
        {
            using (CngKey key = Oracle.Key(name))
            {
                byte[] part = key.Export(CngKeyBlobFormat.EccFullPublicBlob), whole = key.Export(CngKeyBlobFormat.EccFullPrivateBlob);
                byte[] number = key.Export(CngKeyBlobFormat.EccPrivateBlob);
                int size = (key.KeySize + 7) / 8;
                Check.Same(key.AlgorithmGroup == CngAlgorithmGroup.ECDsa ? "ECDP" : "ECKP", Magic(part));
                Check.Same(key.AlgorithmGroup == CngAlgorithmGroup.ECDsa ? "ECDV" : "ECKV", Magic(whole));
                Check.Same(1, Number(part, 4), "version");
                Check.Same(1, Number(part, 8), "a prime curve");
                Check.Bytes(number.Skip(8).Take(2 * size).ToArray(), part.Skip(part.Length - 2 * size).ToArray(), "point at the end");
                Check.Bytes(number.Skip(8).ToArray(), whole.Skip(whole.Length - 3 * size).ToArray(), "numbers at the end");
                using (CngKey copy = Keys.Exportable(CngKey.Import(whole, CngKeyBlobFormat.EccFullPrivateBlob)))
                {
                    Check.Bytes(whole, copy.Export(CngKeyBlobFormat.EccFullPrivateBlob), "out again");
                    Check.Same(key.KeySize, copy.KeySize, "size");
                }
                using (CngKey copy = CngKey.Import(part, CngKeyBlobFormat.EccFullPublicBlob))
                    Check.Bytes(part, copy.Export(CngKeyBlobFormat.EccFullPublicBlob), "out again");
            }
        }

        // --- RSA ------------------------------------------------------------------------------------

        static void Rsa(string name)
        {
            using (CngKey key = Oracle.Key(name))
            {
                byte[] part = RoundTrip(key, "RSAPUBLICBLOB"), whole = RoundTrip(key, "RSAPRIVATEBLOB");
                byte[] full = RoundTrip(key, "RSAFULLPRIVATEBLOB");
                int size = key.KeySize / 8;
                Check.Same("RSA1 RSA2 RSA3", Magic(part) + " " + Magic(whole) + " " + Magic(full));
                Check.Same(24 + 3 + size, part.Length);
                Check.Same(24 + 3 + 2 * size, whole.Length);
                Check.Same(24 + 3 + size * 9 / 2, full.Length);
                Check.Bytes(part.Skip(4).Take(12).ToArray(), full.Skip(4).Take(12).ToArray(), "header");
                Check.Bytes(part.Skip(24).ToArray(), whole.Skip(24).Take(3 + size).ToArray(), "e, n");
                Check.Bytes(whole.Skip(4).ToArray(), full.Skip(4).Take(whole.Length - 4).ToArray(), "e, n, p, q");
                Check.True(Contains(Oracle.Given(name + ".p8"), part.Skip(27).ToArray()), "OpenSSL's modulus");
                Check.True(Contains(Oracle.Given(name + ".p8"), whole.Skip(27 + size).Take(size / 2).ToArray()), "OpenSSL's p");
                Check.Bytes(part, key.Export(CngKeyBlobFormat.GenericPublicBlob), "PUBLICBLOB");
                Check.Bytes(whole, key.Export(CngKeyBlobFormat.GenericPrivateBlob), "PRIVATEBLOB");
                RoundTrip(key, "PKCS8_PRIVATEKEY");
            }
        }

        static void Capi(string name)
        {
            using (CngKey key = Oracle.Key(name))
            using (RSACryptoServiceProvider theirs = new RSACryptoServiceProvider())
            using (RSACng ours = new RSACng(key))
            {
                byte[] blob = RoundTrip(key, "CAPIPRIVATEBLOB");
                RoundTrip(key, "CAPIPUBLICBLOB");
                theirs.PersistKeyInCsp = false;
                theirs.ImportCspBlob(blob);
                byte[] signature = theirs.SignData(Bits.Message, HashAlgorithmName.SHA1, RSASignaturePadding.Pkcs1);
                Check.Bytes(Oracle.Given(name + ".sha1.pkcs1"), signature, "the signature of Wine's provider and OpenSSL");
                Check.True(ours.VerifyData(Bits.Message, signature, HashAlgorithmName.SHA1, RSASignaturePadding.Pkcs1), "verifies");
                using (CngKey back = Keys.Exportable(CngKey.Import(theirs.ExportCspBlob(true), Format("CAPIPRIVATEBLOB"))))
                    Check.Bytes(key.Export(Format("RSAFULLPRIVATEBLOB")), back.Export(Format("RSAFULLPRIVATEBLOB")), "back");
            }
        }

        // --- the others -----------------------------------------------------------------------------

        static void Dsa(string name)
        {
            using (CngKey key = Oracle.Key(name))
            {
                Check.Same("DSA", key.AlgorithmGroup.AlgorithmGroup);
                byte[] part = RoundTrip(key, "DSAPUBLICBLOB"), whole = RoundTrip(key, "DSAPRIVATEBLOB");
                Check.Same(name == "dsa1024" ? "DSPB DSPV" : "DPB2 DPV2", Magic(part) + " " + Magic(whole));
                Check.Same(key.KeySize / 8, Number(part, 4));
                Check.Bytes(part.Skip(4).ToArray(), whole.Skip(4).Take(part.Length - 4).ToArray());
                Check.True(Contains(Oracle.Given(name + ".p8"), part.Skip(part.Length - 3 * key.KeySize / 8).Take(key.KeySize / 8)
                    .ToArray()), "OpenSSL's p");
                RoundTrip(key, "PKCS8_PRIVATEKEY");
                foreach (string type in name == "dsa1024" ? new[] { "V2CAPIDSAPUBLICBLOB", "V2CAPIDSAPRIVATEBLOB", "CAPIDSAPUBLICBLOB",
                         "CAPIDSAPRIVATEBLOB" } : new string[0])
                    Check.True(key.Export(Format(type)).Length > 0, type);
            }
        }

        static void Dh()
        {
            CngKeyCreationParameters parameters = new CngKeyCreationParameters
                { ExportPolicy = CngExportPolicies.AllowPlaintextExport };
            parameters.Parameters.Add(new CngProperty("Length", BitConverter.GetBytes(1024), CngPropertyOptions.None));
            using (CngKey key = CngKey.Create(new CngAlgorithm("DH"), null, parameters))
            {
                byte[] part = RoundTrip(key, "DHPUBLICBLOB"), whole = RoundTrip(key, "DHPRIVATEBLOB");
                Check.Same("DHPB DHPV", Magic(part) + " " + Magic(whole));
                Check.Same(8 + 3 * 128, part.Length);
                Check.Same(8 + 4 * 128, whole.Length);
            }
        }

        static void Aes()
        {
            CngKeyCreationParameters parameters = new CngKeyCreationParameters
                { ExportPolicy = CngExportPolicies.AllowPlaintextExport };
            parameters.Parameters.Add(new CngProperty("Length", BitConverter.GetBytes(256), CngPropertyOptions.None));
            using (CngKey key = CngKey.Create(new CngAlgorithm("AES"), null, parameters))
            {
                byte[] blob = RoundTrip(key, "CipherKeyBlob");
                // size of the header, magic, sizes of the name and the key; name; BCRYPT_KEY_DATA_BLOB
                Check.Same(16 + 8 + 12 + 32, blob.Length);
                Check.Same("KDBM", Encoding.ASCII.GetString(blob, 24, 4), "magic of the key");
                Check.Same("CPHR", Encoding.ASCII.GetString(blob, 4, 4), "magic");
                Check.Same("AES\0", Encoding.Unicode.GetString(blob, 16, 8), "name");
            }
        }

        static void Opaque()
        {
            foreach (string algorithm in new[] { "RSA", "ECDSA_P384", "ECDH_P521", "DSA" })
            {
                using (CngKey key = CngKey.Create(new CngAlgorithm(algorithm), null,
                       new CngKeyCreationParameters { ExportPolicy = CngExportPolicies.AllowExport }))
                {
                    byte[] opaque = key.Export(CngKeyBlobFormat.OpaqueTransportBlob);
                    using (CngKey copy = CngKey.Import(opaque, CngKeyBlobFormat.OpaqueTransportBlob))
                        Check.Bytes(key.Export(CngKeyBlobFormat.GenericPublicBlob), copy.Export(CngKeyBlobFormat.GenericPublicBlob),
                                    algorithm);
                }
            }
        }

        static void OtherFamily()
        {
            using (CngKey rsa = Oracle.Key("rsa1024"), ec = Oracle.Key("P-256"))
            {
                byte[] blob = rsa.Export(Format("RSAPUBLICBLOB"));
                foreach (string type in new[] { "RSAPRIVATEBLOB", "RSAFULLPRIVATEBLOB", "ECCPUBLICBLOB", "DSAPUBLICBLOB", "DHPUBLICBLOB",
                         "PKCS8_PRIVATEKEY", "CAPIPUBLICBLOB" })
                    Check.Refused(0, () => CngKey.Import(blob, Format(type)));
                Check.Refused(0, () => rsa.Export(CngKeyBlobFormat.EccPrivateBlob));
                Check.Refused(0, () => ec.Export(Format("RSAPRIVATEBLOB")));
            }
        }

        // Every cut and, in the header, every changed byte: refused, or another key, but never a crash.
        static void Malformed(CngKey key, string[] types)
        {
            using (key)
            {
                foreach (string type in types)
                {
                    byte[] blob = key.Export(Format(type));
                    for (int length = 0; length < blob.Length; length++)
                        Check.Refused(0, () => CngKey.Import(blob.Take(length).ToArray(), Format(type)));
                    for (int at = 0; at < Math.Min(blob.Length, 32); at++)
                    {
                        byte[] damaged = Bits.Damaged(blob, at);
                        try
                        {
                            CngKey.Import(damaged, Format(type)).Dispose();
                        }
                        catch (CryptographicException)
                        {
                        }
                    }
                }
            }
        }

        static void Imported()
        {
            using (CngKey key = CngKey.Import(Oracle.Given("P-256.p8"), CngKeyBlobFormat.Pkcs8PrivateBlob))
            {
                Check.True(key.IsEphemeral, "ephemeral");
                Check.Same(CngExportPolicies.None, key.ExportPolicy, "ExportPolicy");
                Check.Refused(NCrypt.NotSupported, () => key.Export(CngKeyBlobFormat.EccPrivateBlob));
                Keys.Exportable(key);
                Check.Same(104, key.Export(CngKeyBlobFormat.EccPrivateBlob).Length);
            }
            using (CngKey key = Oracle.Key("P-256"))
            using (CngKey part = CngKey.Import(key.Export(CngKeyBlobFormat.EccPublicBlob), CngKeyBlobFormat.EccPublicBlob))
            {
                Check.Refused(0, () => part.Export(CngKeyBlobFormat.EccPrivateBlob));
                using (ECDsaCng ec = new ECDsaCng(CngKey.Import(Signing(key), CngKeyBlobFormat.EccPublicBlob)))
                    Check.Refused(0, () => ec.SignData(Bits.Message, HashAlgorithmName.SHA256));
            }
        }

        // a public blob of P-256 for signatures
        static byte[] Signing(CngKey key)
        {
            byte[] blob = key.Export(CngKeyBlobFormat.EccPublicBlob);
            Encoding.ASCII.GetBytes("ECS1").CopyTo(blob, 0);
            return blob;
        }

        static void Written()
        {
            foreach (string name in new[] { "rsa1024", "rsa2048", "P-256", "P-384", "P-521", "dsa1024", "dsa2048" })
            {
                using (CngKey key = Oracle.Key(name))
                    Oracle.Write(name + ".p8", key.Export(CngKeyBlobFormat.Pkcs8PrivateBlob));
                // the private exponents of RSA differ: modulo (p - 1)(q - 1) as Windows has it, or their LCM
                Oracle.Judge(name + ": OpenSSL reads what .NET wrote", "openssl", "pkey", "-in", name + ".p8", "-check", "-noout");
                foreach (string side in new[] { "given/" + name, name })
                    Oracle.Judge(side + ": the public key of it", "openssl", "pkey", "-in", side + ".p8", "-pubout", "-out",
                                 side.Replace('/', '_') + ".pem");
                Oracle.Judge(name + ": it is the same key", "cmp", "given_" + name + ".pem", name + ".pem");
            }
        }
    }
}
