// SignedXml and EncryptedXml with CNG keys.

using System;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.Xml;
using System.Xml;

namespace Topics
{
    public static class XmlSignatures
    {
        public const string What = "SignedXml, EncryptedXml: XML signed by and encrypted to CNG keys; OpenSSL judges";

        // RFC 6931; XML Encryption
        const string rsaSha1 = "http://www.w3.org/2000/09/xmldsig#rsa-sha1", sha1 = "http://www.w3.org/2000/09/xmldsig#sha1",
            rsaSha256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", sha256 = "http://www.w3.org/2001/04/xmlenc#sha256",
            rsaSha384 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384", sha384 = "http://www.w3.org/2001/04/xmldsig-more#sha384",
            rsaSha512 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512", sha512 = "http://www.w3.org/2001/04/xmlenc#sha512";

        const string pss = "http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1",
            ecdsa = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256";

        public static void Run()
        {
            Check.BlockedByWine("SignedXml by RSA PKCS#1", "crypt32 finds the name SHA256 and its like only in small letters " +
                "(CryptFindOIDInfo)", problem => problem is CryptographicUnexpectedOperationException, Pkcs1, Check.OldDotnet);
            CryptoConfig.AddAlgorithm(typeof(PssDescription), pss);
            CryptoConfig.AddAlgorithm(typeof(EcdsaDescription), ecdsa);
            Check.Row("RSA PSS: enveloped signature", Pss);
            foreach (string curve in new[] { "P-256", "P-384", "P-521" })
                Check.Row("ECDSA " + curve + ": enveloped signature", () => Ecdsa(curve));
            Check.Row("a changed document does not verify", Changed);
            Check.Row("another key does not verify", OtherKey);
            Check.Row("a stored key signs", StoredKey);
            foreach (string oaep in new[] { EncryptedXml.XmlEncRSA15Url, EncryptedXml.XmlEncRSAOAEPUrl })
                Check.Row("a document key encrypted by " + oaep.Substring(oaep.IndexOf('#') + 1), () => Encrypted(oaep));
        }

        static XmlDocument Document()
        {
            XmlDocument document = new XmlDocument { PreserveWhitespace = true };
            document.LoadXml("<order xmlns='urn:test'><item id='1'>A book</item>\n<price currency='EUR'>12.50</price></order>");
            return document;
        }

        static SignedXml Sign(XmlDocument document, AsymmetricAlgorithm key, string method, string digest)
        {
            SignedXml signed = new SignedXml(document) { SigningKey = key };
            signed.SignedInfo.SignatureMethod = method;
            signed.SignedInfo.CanonicalizationMethod = SignedXml.XmlDsigExcC14NTransformUrl;
            Reference reference = new Reference("") { DigestMethod = digest };
            reference.AddTransform(new XmlDsigEnvelopedSignatureTransform());
            reference.AddTransform(new XmlDsigExcC14NTransform());
            signed.AddReference(reference);
            if (key is RSA)
            {
                signed.KeyInfo = new KeyInfo();
                signed.KeyInfo.AddClause(new RSAKeyValue((RSA)key));
            }
            signed.ComputeSignature();
            document.DocumentElement.AppendChild(document.ImportNode(signed.GetXml(), true));
            return signed;
        }

        // what a reader of the file does; with a key, or with the one in the file
        static bool Verifies(string xml, AsymmetricAlgorithm key)
        {
            XmlDocument document = new XmlDocument { PreserveWhitespace = true };
            document.LoadXml(xml);
            SignedXml signed = new SignedXml(document);
            signed.LoadXml((XmlElement)document.GetElementsByTagName("Signature", SignedXml.XmlDsigNamespaceUrl)[0]);
            return key == null ? signed.CheckSignature() : signed.CheckSignature(key);
        }

        static void Pkcs1()
        {
            foreach ((string name, string method, string digest) in new[] { ("sha1", rsaSha1, sha1), ("sha256", rsaSha256, sha256),
                     ("sha384", rsaSha384, sha384), ("sha512", rsaSha512, sha512) })
            {
                using (RSACng key = new RSACng(Oracle.Key("rsa2048")))
                {
                    XmlDocument document = Document();
                    SignedXml signed = Sign(document, key, method, digest);
                    Check.True(Verifies(document.OuterXml, null), "by the key in the file");
                    Check.True(Verifies(document.OuterXml, key), "by the key");
                    Judge(name, signed, signed.SignatureValue, "-" + name, "-prverify", "given/rsa2048.p8");
                }
            }
        }

        static void Judge(string name, SignedXml signed, byte[] signature, params string[] options)
        {
            Oracle.Write(name + ".sig", signature);
            Oracle.Write(name + ".info", Canonical(signed.SignedInfo.GetXml()));
            Oracle.Judge(name + ": openssl verifies", new[] { "openssl", "dgst" }.Concat(options)
                .Concat(new[] { "-signature", name + ".sig", name + ".info" }).ToArray());
        }

        static void Pss()
        {
            using (RSACng key = new RSACng(Oracle.Key("rsa2048")), other = new RSACng(2048))
            {
                XmlDocument document = Document();
                SignedXml signed = Sign(document, key, pss, sha256);
                Check.True(Verifies(document.OuterXml, null), "by the key in the file");
                Check.True(Verifies(document.OuterXml, key), "by the key");
                Check.True(!Verifies(document.OuterXml, other), "another key");
                Judge("pss", signed, signed.SignatureValue, "-sha256", "-prverify", "given/rsa2048.p8", "-sigopt",
                      "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:digest");
            }
        }

        static void Ecdsa(string curve)
        {
            using (ECDsaCng key = new ECDsaCng(Oracle.Key(curve)), other = new ECDsaCng(256))
            {
                XmlDocument document = Document();
                SignedXml signed = Sign(document, key, ecdsa, sha256);
                Check.True(Verifies(document.OuterXml, key), "by the key");
                Check.True(!Verifies(document.OuterXml.Replace("book", "look"), key), "another document");
                Check.True(!Verifies(document.OuterXml, other), "another key");
                Judge(curve, signed, Bits.DerOfPair(signed.SignatureValue), "-sha256", "-prverify", "given/" + curve + ".p8");
            }
        }

        static byte[] Canonical(XmlElement element)
        {
            XmlDocument document = new XmlDocument { PreserveWhitespace = true };
            document.AppendChild(document.ImportNode(element, true));
            XmlDsigExcC14NTransform transform = new XmlDsigExcC14NTransform();
            transform.LoadInput(document);
            using (System.IO.Stream output = (System.IO.Stream)transform.GetOutput())
            using (System.IO.MemoryStream memory = new System.IO.MemoryStream())
            {
                output.CopyTo(memory);
                return memory.ToArray();
            }
        }

        static void Changed()
        {
            using (RSACng key = new RSACng(2048))
            {
                XmlDocument document = Document();
                Sign(document, key, pss, sha256);
                Check.True(Verifies(document.OuterXml, key));
                Check.True(!Verifies(document.OuterXml.Replace("12.50", "1.50"), key));
            }
        }

        static void OtherKey()
        {
            using (RSACng key = new RSACng(2048), other = new RSACng(2048))
            {
                XmlDocument document = Document();
                Sign(document, key, pss, sha256);
                Check.True(!Verifies(document.OuterXml, other));
            }
        }

        static void StoredKey()
        {
            string name = Names.New();
            CngKeyCreationParameters parameters = new CngKeyCreationParameters();
            parameters.Parameters.Add(new CngProperty("Length", BitConverter.GetBytes(2048), CngPropertyOptions.None));
            XmlDocument document = Document();
            using (RSACng key = new RSACng(CngKey.Create(CngAlgorithm.Rsa, name, parameters)))
                Sign(document, key, pss, sha256);
            using (RSACng key = new RSACng(CngKey.Open(name)))
            {
                Check.True(Verifies(document.OuterXml, key));
                key.Key.Delete();
            }
        }

        static void Encrypted(string method)
        {
            using (RSACng key = new RSACng(2048))
            using (Aes session = Aes.Create())
            {
                XmlDocument document = Document();
                XmlElement price = (XmlElement)document.GetElementsByTagName("price")[0];
                EncryptedXml encryptor = new EncryptedXml();
                EncryptedData data = new EncryptedData { Type = EncryptedXml.XmlEncElementUrl,
                    EncryptionMethod = new EncryptionMethod(EncryptedXml.XmlEncAES256Url) };
                EncryptedKey wrapped = new EncryptedKey { EncryptionMethod = new EncryptionMethod(method),
                    CipherData = new CipherData(EncryptedXml.EncryptKey(session.Key, key, method == EncryptedXml.XmlEncRSAOAEPUrl)) };
                wrapped.KeyInfo.AddClause(new KeyInfoName("key"));
                data.KeyInfo.AddClause(new KeyInfoEncryptedKey(wrapped));
                data.CipherData.CipherValue = encryptor.EncryptData(price, session, false);
                EncryptedXml.ReplaceElement(price, data, false);
                Check.True(!document.OuterXml.Contains("12.50"), "encrypted");
                EncryptedXml decryptor = new EncryptedXml(document);
                decryptor.AddKeyNameMapping("key", key);
                decryptor.DecryptDocument();
                Check.Same(Document().OuterXml, document.OuterXml, "decrypted");
            }
        }
    }

    // Signature methods that .NET does not bring itself; programs register such classes.
    public class PssDescription : SignatureDescription
    {
        public PssDescription()
        {
            KeyAlgorithm = typeof(RSA).AssemblyQualifiedName;
        }

        public override HashAlgorithm CreateDigest()
        {
            return SHA256.Create();
        }

        public override AsymmetricSignatureFormatter CreateFormatter(AsymmetricAlgorithm key)
        {
            return new Formatter(hash => ((RSA)key).SignHash(hash, HashAlgorithmName.SHA256, RSASignaturePadding.Pss));
        }

        public override AsymmetricSignatureDeformatter CreateDeformatter(AsymmetricAlgorithm key)
        {
            return new Deformatter((hash, signature) =>
                ((RSA)key).VerifyHash(hash, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pss));
        }
    }

    public class EcdsaDescription : SignatureDescription
    {
        public EcdsaDescription()
        {
            KeyAlgorithm = typeof(ECDsa).AssemblyQualifiedName;
        }

        public override HashAlgorithm CreateDigest()
        {
            return SHA256.Create();
        }

        public override AsymmetricSignatureFormatter CreateFormatter(AsymmetricAlgorithm key)
        {
            return new Formatter(hash => ((ECDsa)key).SignHash(hash));
        }

        public override AsymmetricSignatureDeformatter CreateDeformatter(AsymmetricAlgorithm key)
        {
            return new Deformatter((hash, signature) => ((ECDsa)key).VerifyHash(hash, signature));
        }
    }

    class Formatter : AsymmetricSignatureFormatter
    {
        readonly Func<byte[], byte[]> sign;

        public Formatter(Func<byte[], byte[]> sign)
        {
            this.sign = sign;
        }

        public override void SetKey(AsymmetricAlgorithm key) { }

        public override void SetHashAlgorithm(string name) { }

        public override byte[] CreateSignature(byte[] hash)
        {
            return sign(hash);
        }
    }

    class Deformatter : AsymmetricSignatureDeformatter
    {
        readonly Func<byte[], byte[], bool> verify;

        public Deformatter(Func<byte[], byte[], bool> verify)
        {
            this.verify = verify;
        }

        public override void SetKey(AsymmetricAlgorithm key) { }

        public override void SetHashAlgorithm(string name) { }

        public override bool VerifySignature(byte[] hash, byte[] signature)
        {
            return verify(hash, signature);
        }
    }
}
