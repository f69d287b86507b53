// Certificates and requests signed by CNG keys; OpenSSL verifies the chain.

using System;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Topics
{
    public static class Certificates
    {
        public const string What = "CertificateRequest: chains and requests signed by CNG keys (RSA PKCS#1, RSA PSS, ECDSA); OpenSSL verifies";

        static readonly DateTimeOffset from = DateTimeOffset.UtcNow.AddDays(-1), until = from.AddDays(60);

        public static void Run()
        {
            foreach (string kind in new[] { "rsa-pkcs1-SHA256", "rsa-pkcs1-SHA512", "rsa-pss-SHA256", "rsa-pss-SHA384", "ecdsa256-SHA256",
                     "ecdsa384-SHA384", "ecdsa521-SHA512" })
            {
                Check.Row(kind + ": a chain", () => Chain(kind));
                Check.Row(kind + ": a request", () => Request(kind));
            }
            Check.Row("a certificate's public key verifies", PublicKey);
            const string reason = "crypt32 takes no CNG key for a certificate (property 78)";
            Check.BlockedByWine("CreateSelfSigned with an RSA key", reason, NoKeyProperty, () => SelfSigned("rsa-pkcs1-SHA256"));
            Check.BlockedByWine("CreateSelfSigned with an ECDSA key", reason, NoKeyProperty, () => SelfSigned("ecdsa256-SHA256"));
        }

        static bool NoKeyProperty(Exception problem)
        {
            return problem is CryptographicException;
        }

        // --- keys -----------------------------------------------------------------------------------

        sealed class Signer : IDisposable
        {
            public readonly AsymmetricAlgorithm Key;
            public readonly X509SignatureGenerator Generator;
            public readonly HashAlgorithmName Hash;
            readonly RSASignaturePadding padding;

            public Signer(string kind)
            {
                Hash = new HashAlgorithmName(kind.Split('-').Last());
                if (kind.StartsWith("rsa"))
                {
                    RSACng rsa = new RSACng(2048);
                    padding = kind.Contains("pss") ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;
                    Generator = X509SignatureGenerator.CreateForRSA(rsa, padding);
                    Key = rsa;
                }
                else
                {
                    int size = int.Parse(kind.Substring(5, 3));
                    ECCurve curve = size == 256 ? ECCurve.NamedCurves.nistP256 : size == 384 ? ECCurve.NamedCurves.nistP384
                        : ECCurve.NamedCurves.nistP521;
                    ECDsaCng ec = new ECDsaCng(curve);
                    Generator = X509SignatureGenerator.CreateForECDsa(ec);
                    Key = ec;
                }
            }

            public CertificateRequest Request(string name)
            {
                X500DistinguishedName subject = new X500DistinguishedName("CN=" + name + ", O=ncrypt for Wine");
                return Key is RSA ? new CertificateRequest(subject, (RSA)Key, Hash, padding)
                                  : new CertificateRequest(subject, (ECDsa)Key, Hash);
            }

            public void Dispose()
            {
                Key.Dispose();
            }
        }

        static string Pem(string label, byte[] der)
        {
            return "-----BEGIN " + label + "-----\n" + Convert.ToBase64String(der, Base64FormattingOptions.InsertLineBreaks)
                .Replace("\r", "") + "\n-----END " + label + "-----\n";
        }

        // --- rows -----------------------------------------------------------------------------------

        // root, issued by itself; authority; server
        static void Chain(string kind)
        {
            using (Signer root = new Signer(kind), authority = new Signer(kind), server = new Signer(kind))
            {
                CertificateRequest rootRequest = root.Request("Root"), authorityRequest = authority.Request("Authority"),
                    serverRequest = server.Request("server.example");
                foreach (CertificateRequest each in new[] { rootRequest, authorityRequest })
                {
                    each.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
                    each.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
                }
                serverRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
                SubjectAlternativeNameBuilder names = new SubjectAlternativeNameBuilder();
                names.AddDnsName("server.example");
                serverRequest.CertificateExtensions.Add(names.Build());
                Oracle.Write(kind + ".root", Pem("CERTIFICATE", rootRequest.Create(rootRequest.SubjectName, root.Generator, from,
                    until, new byte[] { 1 }).RawData));
                Oracle.Write(kind + ".authority", Pem("CERTIFICATE", authorityRequest.Create(rootRequest.SubjectName, root.Generator,
                    from, until, new byte[] { 2 }).RawData));
                Oracle.Write(kind + ".server", Pem("CERTIFICATE", serverRequest.Create(authorityRequest.SubjectName,
                    authority.Generator, from, until, new byte[] { 3 }).RawData));
            }
            Oracle.Judge(kind + ": openssl verifies the chain", "openssl", "verify", "-check_ss_sig",
                         "-verify_hostname", "server.example", "-partial_chain", "-CAfile", kind + ".root", "-untrusted",
                         kind + ".authority", kind + ".server");
        }

        static void Request(string kind)
        {
            using (Signer signer = new Signer(kind))
            {
                byte[] request = signer.Request("requester").CreateSigningRequest(signer.Generator);
                Oracle.Write(kind + ".request", request);
                Oracle.Judge(kind + ": openssl verifies the request", "openssl", "req", "-inform", "DER", "-in", kind + ".request",
                             "-verify", "-noout");
            }
        }

        static void PublicKey()
        {
            using (Signer signer = new Signer("rsa-pkcs1-SHA256"))
            {
                CertificateRequest request = signer.Request("signer");
                using (X509Certificate2 certificate = request.Create(request.SubjectName, signer.Generator, from, until, new byte[] { 1 }))
                using (RSA rsa = certificate.GetRSAPublicKey())
                {
                    byte[] signature = ((RSA)signer.Key).SignData(Bits.Message, signer.Hash, RSASignaturePadding.Pss);
                    Check.True(rsa.VerifyData(Bits.Message, signature, signer.Hash, RSASignaturePadding.Pss));
                    Check.True(!certificate.HasPrivateKey);
                }
            }
        }

        static void SelfSigned(string kind)
        {
            using (Signer signer = new Signer(kind))
            using (X509Certificate2 certificate = signer.Request("self").CreateSelfSigned(from, until))
            {
                Check.True(certificate.HasPrivateKey, "has a private key");
                if (signer.Key is RSA)
                {
                    using (RSA rsa = certificate.GetRSAPrivateKey())
                        rsa.SignData(Bits.Message, signer.Hash, RSASignaturePadding.Pkcs1);
                }
                else
                {
                    using (ECDsa ec = certificate.GetECDsaPrivateKey())
                        ec.SignData(Bits.Message, signer.Hash);
                }
            }
        }
    }
}
