// What .NET has had since version 3: keys in and out as PKCS#8, PEM and SubjectPublicKeyInfo, signatures as
// DER, raw agreements. Compiled against .NET 8.

using System;
using System.Linq;
using System.Security.Cryptography;
using System.Text;

namespace Topics
{
    public static class Modern
    {
        public const string What = "PKCS#8 with passwords, PEM, DER signatures, raw agreements; OpenSSL judges";

        const string Password = "correct horse";

        static readonly PbeParameters[] schemes = {
            new PbeParameters(PbeEncryptionAlgorithm.Aes128Cbc, HashAlgorithmName.SHA256, 1500),
            new PbeParameters(PbeEncryptionAlgorithm.Aes192Cbc, HashAlgorithmName.SHA384, 1500),
            new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA512, 1500),
            new PbeParameters(PbeEncryptionAlgorithm.TripleDes3KeyPkcs12, HashAlgorithmName.SHA1, 1500) };

        static readonly string[] files = { "rsa1024", "rsa2048", "P-256", "P-384", "P-521", "brainpoolP256r1", "dsa1024", "dsa2048" };

        public static void Run()
        {
            foreach (string file in files)
            {
                Check.Row(file + ": PKCS#8 in and out", () => Plain(file));
                Check.Row(file + ": SubjectPublicKeyInfo", () => PublicInfo(file));
                Check.Row(file + ": PEM", () => Pem(file));
                foreach (PbeParameters scheme in schemes)
                    Check.Row(file + ": " + scheme.EncryptionAlgorithm + " " + scheme.HashAlgorithm, () => Encrypted(file, scheme));
            }
            foreach (string file in new[] { "rsa2048", "P-256" })
            {
                foreach (string scheme in new[] { "aes128-sha1", "aes192-sha384", "aes256-sha256", "3des-sha512", "pkcs12-3des" })
                    Check.Row(file + " " + scheme + ": OpenSSL's file", () => OpensslFile(file, scheme));
                Check.Row(file + ": a wrong password", () => WrongPassword(file));
            }
            foreach (string curve in new[] { "P-256", "P-384", "P-521", "brainpoolP256r1", "secp256k1" })
                Check.Row(curve + ": the raw secret is OpenSSL's", () => RawAgreement(curve));
            foreach (string curve in new[] { "P-256", "P-384", "P-521" })
                Check.Row(curve + ": signatures as DER", () => DerSignatures(curve));
            Check.Row("RSA keys in PKCS#1", Pkcs1);
            Check.Row("EC keys as SEC 1 has them", Sec1);
            Check.Row("stored keys out as PKCS#8, exportable ones under a password only", StoredKeys);
            Check.Row("AesCng: whole messages in one call, CFB too", Ciphers);
        }

        // --- keys -----------------------------------------------------------------------------------

        static AsymmetricAlgorithm New(string file)
        {
            return file.StartsWith("rsa") ? (AsymmetricAlgorithm)new RSACng() : file.StartsWith("dsa") ? new DSACng()
                : (AsymmetricAlgorithm)new ECDsaCng();
        }

        static AsymmetricAlgorithm Given(string file)
        {
            AsymmetricAlgorithm key = New(file);
            int read;
            byte[] bytes = Oracle.Given(file + ".p8");
            key.ImportPkcs8PrivateKey(bytes, out read);
            Check.Same(bytes.Length, read, "bytes read");
            return key;
        }

        // the key in the file is the one that openssl has made
        static void Judge(string file, string name, params string[] options)
        {
            Oracle.Judge(name + ": openssl reads it", new[] { "openssl", "pkey", "-in", name, "-pubout", "-out", name + ".pem" }
                .Concat(options).ToArray());
            Oracle.Judge(file + ": its public key", "openssl", "pkey", "-in", "given/" + file + ".p8", "-pubout", "-out", file + ".pem");
            Oracle.Judge(name + ": it is the same key", "cmp", name + ".pem", file + ".pem");
        }

        static void Plain(string file)
        {
            using (AsymmetricAlgorithm key = Given(file), copy = New(file))
            {
                byte[] bytes = key.ExportPkcs8PrivateKey();
                int read;
                copy.ImportPkcs8PrivateKey(bytes.Concat(new byte[3]).ToArray(), out read);
                Check.Same(bytes.Length, read, "bytes read of more");
                Check.Bytes(bytes, copy.ExportPkcs8PrivateKey());
                Oracle.Write(file + ".plain", bytes);
                Judge(file, file + ".plain");
            }
        }

        static void PublicInfo(string file)
        {
            using (AsymmetricAlgorithm key = Given(file), part = New(file))
            {
                byte[] bytes = key.ExportSubjectPublicKeyInfo();
                int read;
                part.ImportSubjectPublicKeyInfo(bytes, out read);
                Check.Bytes(bytes, part.ExportSubjectPublicKeyInfo());
                Check.Refused(0, () => part.ExportPkcs8PrivateKey());
                Oracle.Write(file + ".info", bytes);
                Judge(file, file + ".info", "-pubin");
            }
        }

        static void Pem(string file)
        {
            using (AsymmetricAlgorithm key = Given(file), copy = New(file), again = New(file))
            {
                string text = key.ExportPkcs8PrivateKeyPem();
                copy.ImportFromPem(text);
                Check.Bytes(key.ExportSubjectPublicKeyInfo(), copy.ExportSubjectPublicKeyInfo());
                Oracle.Write(file + ".text", text);
                Judge(file, file + ".text");
                again.ImportFromEncryptedPem(key.ExportEncryptedPkcs8PrivateKeyPem(Password, schemes[0]), Password);
                Check.Bytes(key.ExportSubjectPublicKeyInfo(), again.ExportSubjectPublicKeyInfo());
            }
        }

        // --- passwords ------------------------------------------------------------------------------

        static void Encrypted(string file, PbeParameters scheme)
        {
            using (AsymmetricAlgorithm key = Given(file), copy = New(file))
            {
                byte[] bytes = key.ExportEncryptedPkcs8PrivateKey(Password, scheme);
                int read;
                copy.ImportEncryptedPkcs8PrivateKey(Password, bytes, out read);
                Check.Bytes(key.ExportSubjectPublicKeyInfo(), copy.ExportSubjectPublicKeyInfo());
                string name = file + "." + scheme.EncryptionAlgorithm;
                Oracle.Write(name, bytes);
                Judge(file, name, "-passin", "pass:" + Password);
            }
        }

        static void OpensslFile(string file, string scheme)
        {
            using (AsymmetricAlgorithm key = Given(file), copy = New(file))
            {
                int read;
                copy.ImportEncryptedPkcs8PrivateKey(Password, Oracle.Given(file + "." + scheme + ".p8e"), out read);
                Check.Bytes(key.ExportSubjectPublicKeyInfo(), copy.ExportSubjectPublicKeyInfo());
                // the scheme of PKCS#12 takes text only
                if (scheme.StartsWith("pkcs12"))
                    return;
                copy.ImportEncryptedPkcs8PrivateKey(Encoding.UTF8.GetBytes(Password), Oracle.Given(file + "." + scheme + ".p8e"), out read);
                Check.Bytes(key.ExportSubjectPublicKeyInfo(), copy.ExportSubjectPublicKeyInfo());
            }
        }

        static void WrongPassword(string file)
        {
            using (AsymmetricAlgorithm key = New(file))
            {
                int read;
                Check.Refused(0, () => key.ImportEncryptedPkcs8PrivateKey("wrong", Oracle.Given(file + ".aes256-sha256.p8e"), out read));
            }
        }

        // --- operations -----------------------------------------------------------------------------

        static ECDiffieHellmanCng Agreement(string file)
        {
            ECDiffieHellmanCng key = new ECDiffieHellmanCng();
            int read;
            key.ImportPkcs8PrivateKey(Oracle.Given(file + ".p8"), out read);
            return key;
        }

        static void RawAgreement(string curve)
        {
            byte[] secret = Oracle.Given(curve + ".z");
            using (ECDiffieHellmanCng mine = Agreement(curve), theirs = Agreement(curve + ".other"))
            {
                Check.Bytes(secret, mine.DeriveRawSecretAgreement(theirs.PublicKey));
                Check.Bytes(secret, theirs.DeriveRawSecretAgreement(mine.PublicKey));
                Check.Bytes(Hashes.Of(HashAlgorithmName.SHA384, secret), mine.DeriveKeyFromHash(theirs.PublicKey, HashAlgorithmName.SHA384));
                using (ECDiffieHellman copy = new ECDiffieHellmanCng())
                {
                    int read;
                    copy.ImportSubjectPublicKeyInfo(theirs.PublicKey.ExportSubjectPublicKeyInfo(), out read);
                    Check.Bytes(secret, mine.DeriveRawSecretAgreement(copy.PublicKey));
                }
            }
        }

        static void DerSignatures(string curve)
        {
            using (ECDsaCng key = (ECDsaCng)Given(curve))
            {
                const DSASignatureFormat der = DSASignatureFormat.Rfc3279DerSequence;
                byte[] theirs = Oracle.Given(curve + ".sha256.der");
                Check.True(key.VerifyData(Bits.Message, theirs, HashAlgorithmName.SHA256, der), "OpenSSL's");
                Check.True(!key.VerifyData(Bits.Message, Bits.Damaged(theirs, 12), HashAlgorithmName.SHA256, der), "damaged");
                Oracle.Write(curve + ".der", key.SignData(Bits.Message, HashAlgorithmName.SHA256, der));
                Oracle.Judge(curve + ": openssl verifies", "openssl", "dgst", "-sha256", "-prverify", "given/" + curve + ".p8",
                             "-signature", curve + ".der", "given/message");
            }
        }

        static void Pkcs1()
        {
            using (RSACng key = (RSACng)Given("rsa2048"), copy = new RSACng(), part = new RSACng())
            {
                int read;
                copy.ImportRSAPrivateKey(key.ExportRSAPrivateKey(), out read);
                part.ImportRSAPublicKey(key.ExportRSAPublicKey(), out read);
                Check.Bytes(key.ExportSubjectPublicKeyInfo(), copy.ExportSubjectPublicKeyInfo());
                Check.Bytes(key.ExportSubjectPublicKeyInfo(), part.ExportSubjectPublicKeyInfo());
                Oracle.Write("pkcs1.der", key.ExportRSAPrivateKey());
                Oracle.Judge("PKCS#1: openssl finds it consistent", "openssl", "rsa", "-in", "pkcs1.der", "-check", "-noout");
            }
        }

        static void Sec1()
        {
            using (ECDsaCng key = (ECDsaCng)Given("P-384"), copy = new ECDsaCng())
            {
                int read;
                copy.ImportECPrivateKey(key.ExportECPrivateKey(), out read);
                Check.Bytes(key.ExportSubjectPublicKeyInfo(), copy.ExportSubjectPublicKeyInfo());
                Oracle.Write("sec1.der", key.ExportECPrivateKey());
                Oracle.Judge("SEC 1: openssl finds it consistent", "openssl", "ec", "-in", "sec1.der", "-check", "-noout");
            }
        }

        // AllowExport alone is enough under a password, not in the clear
        static void StoredKeys()
        {
            foreach ((CngExportPolicies policy, bool plain, bool encrypted) in new[] { (CngExportPolicies.None, false, false),
                     (CngExportPolicies.AllowExport, false, true),
                     (CngExportPolicies.AllowExport | CngExportPolicies.AllowPlaintextExport, true, true) })
            {
                using (ECDsaCng key = new ECDsaCng(CngKey.Create(CngAlgorithm.ECDsaP256, Names.New(),
                                                                new CngKeyCreationParameters { ExportPolicy = policy })))
                {
                    Action clear = () => key.ExportPkcs8PrivateKey(), secret = () => key.ExportEncryptedPkcs8PrivateKey(Password, schemes[2]);
                    foreach ((Action export, bool allowed) in new[] { (clear, plain), (secret, encrypted) })
                    {
                        if (allowed)
                            export();
                        else
                            Check.Refused(0, export);
                    }
                    key.Key.Delete();
                }
            }
        }

        static void Ciphers()
        {
            string name = Names.New();
            CngKeyCreationParameters parameters = new CngKeyCreationParameters { ExportPolicy = CngExportPolicies.AllowPlaintextExport };
            parameters.Parameters.Add(new CngProperty("Length", BitConverter.GetBytes(256), CngPropertyOptions.None));
            byte[] data = Enumerable.Range(0, 100).Select(i => (byte)i).ToArray(), vector = data.Take(16).ToArray();
            using (CngKey stored = CngKey.Create(new CngAlgorithm("AES"), name, parameters))
            using (AesCng key = new AesCng(name))
            using (Aes other = Aes.Create())
            {
                other.Key = key.Key;
                Check.Bytes(other.EncryptEcb(data, PaddingMode.PKCS7), key.EncryptEcb(data, PaddingMode.PKCS7), "ECB");
                Check.Bytes(other.EncryptCbc(data, vector), key.EncryptCbc(data, vector), "CBC");
                Check.Bytes(data, key.DecryptCbc(key.EncryptCbc(data, vector), vector), "CBC back");
                // OpenSSL judges this one: Wine's bcrypt takes whole blocks only
                Check.Bytes(data, key.DecryptCfb(key.EncryptCfb(data, vector), vector), "CFB8 back");
                Oracle.Write("cfb.secret", key.EncryptCfb(data, vector));
                Oracle.Write("cfb.data", data);
                Oracle.Judge("CFB8: openssl decrypts", "openssl", "enc", "-d", "-aes-256-cfb8", "-K", Check.Hex(key.Key), "-iv",
                             Check.Hex(vector), "-in", "cfb.secret", "-out", "cfb.plain");
                Oracle.Judge("CFB8: to the data", "cmp", "cfb.plain", "cfb.data");
                stored.Delete();
            }
        }
    }
}
