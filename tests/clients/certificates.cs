// What a .NET program does with the user's store "My", where a certificate belongs to a stored CNG key.
//
//   certificates.exe issue SUBJECT FILE   an authority issues a certificate for a key of this process
//   certificates.exe cms SUBJECT FILE     signs FILE as CMS, into FILE.p7s
//   certificates.exe pfx SUBJECT FILE     exports the certificate and its key as PFX, password "secret"
//   certificates.exe imported FILE        signs with the key of a PFX file, password "secret"
//
// SUBJECT is the common name. The exit status is 0, or 1 with the exception on standard error.

using System;
using System.IO;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;

static class Certificates
{
    const string Password = "secret";

    static X509Certificate2 Find(string name)
    {
        using (X509Store store = new X509Store(StoreName.My, StoreLocation.CurrentUser))
        {
            store.Open(OpenFlags.ReadOnly);
            X509Certificate2Collection found = store.Certificates.Find(X509FindType.FindBySubjectName, name, false);
            if (found.Count != 1 || !found[0].HasPrivateKey)
                throw new InvalidOperationException(found.Count + " certificates of this name, or no key");
            return found[0];
        }
    }

    // The authority's own key signs: CertificateRequest gets it from the certificate.
    static void Issue(X509Certificate2 authority, string file)
    {
        bool rsa = authority.GetRSAPublicKey() != null;
        X500DistinguishedName subject = new X500DistinguishedName("CN=server.example");
        CertificateRequest request = rsa
            ? new CertificateRequest(subject, RSA.Create(2048), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : new CertificateRequest(subject, ECDsa.Create(ECCurve.NamedCurves.nistP256), HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        DateTimeOffset from = authority.NotBefore;
        byte[] serial = { 1, 2, 3, 4 };
        using (X509Certificate2 issued = request.Create(authority, from, from.AddDays(20), serial))
            File.WriteAllBytes(file, issued.RawData);
    }

    static void Sign(X509Certificate2 certificate, string file)
    {
        SignedCms cms = new SignedCms(new ContentInfo(File.ReadAllBytes(file)));
        cms.ComputeSignature(new CmsSigner(certificate), true);
        File.WriteAllBytes(file + ".p7s", cms.Encode());
    }

    static void SignWithImported(string file)
    {
        using (X509Certificate2 certificate = new X509Certificate2(file, Password))
        using (RSA key = certificate.GetRSAPrivateKey())
        {
            byte[] data = { 1, 2, 3 };
            byte[] signature = key.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            if (!certificate.GetRSAPublicKey().VerifyData(data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))
                throw new CryptographicException("wrong signature");
        }
    }

    static int Main(string[] arguments)
    {
        try
        {
            switch (arguments[0])
            {
            case "issue": Issue(Find(arguments[1]), arguments[2]); break;
            case "cms": Sign(Find(arguments[1]), arguments[2]); break;
            case "pfx": File.WriteAllBytes(arguments[2], Find(arguments[1]).Export(X509ContentType.Pfx, Password)); break;
            case "imported": SignWithImported(arguments[1]); break;
            default: throw new ArgumentException(arguments[0]);
            }
            return 0;
        }
        catch (Exception problem)
        {
            Console.Error.WriteLine("0x{0:X8} {1}", problem.HResult, problem);
            return 1;
        }
    }
}
