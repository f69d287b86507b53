// PKCS#8, plain and under a password, with names and properties, through the calls that .NET makes itself
// from version 3 on.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Topics
{
    public static class Pkcs8
    {
        public const string What = "PKCS#8 under a password, both ways with OpenSSL; import under a name, finalized later";

        const string Type = "PKCS8_PRIVATEKEY", Password = "correct horse";
        const string Des3 = "1.2.840.113549.1.12.1.3", Rc2 = "1.2.840.113549.1.12.1.6";

        public static void Run()
        {
            foreach (string name in new[] { "rsa2048", "P-256" })
            {
                foreach (string scheme in new[] { "aes128-sha1", "aes192-sha384", "aes256-sha256", "3des-sha512", "pkcs12-3des" })
                    Check.Row(name + " " + scheme + ": OpenSSL's file", () => OpensslFile(name, scheme));
                Check.Row(name + ": wrong passwords", () => WrongPassword(name));
            }
            foreach (string name in new[] { "rsa1024", "P-256", "P-521", "dsa2048" })
            {
                Check.Row(name + ": out under a password", () => Out(name));
                Check.Row(name + ": import under a name", () => UnderName(name));
            }
            Check.Row("properties before the end of an import", SetBeforeFinish);
            Check.Row("an import that is never finished leaves nothing", NeverFinished);
            Check.Row("an existing name", ExistingName);
            Check.Row("damaged files", Damaged);
        }

        static byte[] Secret(string password)
        {
            return NCrypt.Text(password);
        }

        static Dictionary<int, byte[]> With(params (int, byte[])[] list)
        {
            return list.ToDictionary(each => each.Item1, each => each.Item2);
        }

        static byte[] Public(SafeNCryptKeyHandle key)
        {
            return NCrypt.Export(key, "PUBLICBLOB", null);
        }

        static byte[] Public(string given)
        {
            using (CngKey key = Oracle.Key(given))
                return key.Export(CngKeyBlobFormat.GenericPublicBlob);
        }

        static void OpensslFile(string name, string scheme)
        {
            byte[] file = Oracle.Given(name + "." + scheme + ".p8e");
            using (SafeNCryptKeyHandle key = NCrypt.Import(Type, file, With((NCrypt.Secret, Secret(Password))), 0))
                Check.Bytes(Public(name), Public(key));
        }

        static void WrongPassword(string name)
        {
            byte[] file = Oracle.Given(name + ".aes256-sha256.p8e");
            foreach (string password in new[] { "", "Correct horse", "correct hors", "correct horse " })
                Check.Refused(NCrypt.IncorrectPassword, () =>
                    NCrypt.Import(Type, file, With((NCrypt.Secret, Secret(password))), 0).Dispose());
            Check.Refused(0, () => CngKey.Import(file, CngKeyBlobFormat.Pkcs8PrivateBlob));
        }

        static void Out(string name)
        {
            byte[] salt = { 1, 2, 3, 4, 5, 6, 7, 8 };
            using (CngKey key = Oracle.Key(name))
            using (SafeNCryptKeyHandle handle = key.Handle)
            {
                byte[] file = NCrypt.Export(handle, Type, With((NCrypt.AlgorithmOid, Encoding.ASCII.GetBytes(Des3 + "\0")),
                    (NCrypt.AlgorithmParameters, NCrypt.PbeParameters(2000, salt)), (NCrypt.Secret, Secret(Password))));
                Oracle.Write(name + ".p8e", file);
                Oracle.Judge(name + ": openssl opens it", "openssl", "pkcs8", "-inform", "DER", "-in", name + ".p8e", "-passin",
                             "pass:" + Password, "-outform", "DER", "-out", name + ".opened");
                Oracle.Judge(name + ": a consistent key", "openssl", "pkey", "-in", name + ".opened", "-check", "-noout");
                foreach (string side in new[] { "given/" + name + ".p8", name + ".opened" })
                    Oracle.Judge(side + ": the public key", "openssl", "pkey", "-in", side, "-pubout", "-out",
                                 side.Replace('/', '_') + ".pem");
                Oracle.Judge(name + ": it is the same key", "cmp", "given_" + name + ".p8.pem", name + ".opened.pem");
                using (SafeNCryptKeyHandle back = NCrypt.Import(Type, file, With((NCrypt.Secret, Secret(Password))), 0))
                    Check.Bytes(Public(name), Public(back), "back");
                Check.Refused(NCrypt.IncorrectPassword, () =>
                    NCrypt.Import(Type, file, With((NCrypt.Secret, Secret("other"))), 0).Dispose());
            }
        }

        // as .NET imports PFX files and PKCS#8: the name among the parameters
        static void UnderName(string given)
        {
            string name = Names.New();
            byte[] file = Oracle.Given(given + ".p8");
            NCrypt.Import(Type, file, With((NCrypt.KeyName, NCrypt.Text(name))), 0).Dispose();
            using (CngKey key = CngKey.Open(name))
            {
                Check.True(!key.IsEphemeral, "stored");
                Check.Bytes(Public(given), key.Export(CngKeyBlobFormat.GenericPublicBlob));
                key.Delete();
            }
        }

        static void SetBeforeFinish()
        {
            string name = Names.New();
            byte[] file = Oracle.Given("rsa1024.p8");
            for (int i = 0; i < 2; i++)         // the second time over the first
            {
                using (SafeNCryptKeyHandle key = NCrypt.Import(Type, file, With((NCrypt.KeyName, NCrypt.Text(name))),
                                                               NCrypt.DoNotFinalize | NCrypt.Overwrite))
                {
                    NCrypt.SetProperty(key, "Export Policy", BitConverter.GetBytes(3), 0x80000000);
                    NCrypt.SetProperty(key, "Key Usage", BitConverter.GetBytes((int)CngKeyUsages.Signing), 0x80000000);
                    NCrypt.Finish(key);
                }
            }
            using (CngKey key = CngKey.Open(name))
            {
                Check.Same(CngExportPolicies.AllowExport | CngExportPolicies.AllowPlaintextExport, key.ExportPolicy);
                Check.Same(CngKeyUsages.Signing, key.KeyUsage);
                Check.True(key.Export(CngKeyBlobFormat.Pkcs8PrivateBlob).Length > 0, "exportable");
                key.Delete();
            }
        }

        static void NeverFinished()
        {
            string name = Names.New();
            NCrypt.Import(Type, Oracle.Given("P-256.p8"), With((NCrypt.KeyName, NCrypt.Text(name))),
                          NCrypt.DoNotFinalize | NCrypt.Overwrite).Dispose();
            Check.True(!CngKey.Exists(name));
        }

        static void ExistingName()
        {
            string name = Names.New();
            using (CngKey first = CngKey.Create(CngAlgorithm.ECDsaP384, name))
            {
                Check.Refused(NCrypt.Exists, () => NCrypt.Import(Type, Oracle.Given("P-256.p8"),
                    With((NCrypt.KeyName, NCrypt.Text(name))), 0).Dispose());
                NCrypt.Import(Type, Oracle.Given("P-256.p8"), With((NCrypt.KeyName, NCrypt.Text(name))), NCrypt.Overwrite).Dispose();
            }
            using (CngKey key = CngKey.Open(name))
            {
                Check.Same(256, key.KeySize);
                key.Delete();
            }
        }

        static void Damaged()
        {
            byte[] file = Oracle.Given("P-256.aes128-sha1.p8e");
            for (int length = 0; length < file.Length; length++)
                Check.Refused(0, () => NCrypt.Import(Type, file.Take(length).ToArray(), With((NCrypt.Secret, Secret(Password))), 0)
                    .Dispose());
        }
    }
}
