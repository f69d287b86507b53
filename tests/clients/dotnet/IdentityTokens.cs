// JSON web tokens by Microsoft's own library.

using System;
using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Topics
{
    public static class IdentityTokens
    {
        public const string What = "Microsoft.IdentityModel: JSON web tokens (RS256 to ES512) signed by CNG keys; OpenSSL judges";

        const string Claims = WebTokens.Claims;

        public static void Run()
        {
            foreach (string algorithm in new[] { "RS256", "RS384", "RS512", "ES256", "ES384", "ES512" })
                Check.Row(algorithm + ": a token", () => ByLibrary(algorithm));
            Check.Row("a token of a stored key", StoredKey);
            Check.Row("a changed token does not verify", Changed);
        }

        static SecurityKey LibraryKey(AsymmetricAlgorithm key)
        {
            return key is RSA ? (SecurityKey)new RsaSecurityKey((RSA)key) : new ECDsaSecurityKey((ECDsa)key);
        }

        // throws unless the token is valid
        static JsonWebToken Validate(string token, SecurityKey key)
        {
            return (JsonWebToken)new JsonWebTokenHandler().ValidateToken(token, new TokenValidationParameters
                { ValidIssuer = "ncrypt-wine", ValidateAudience = false, IssuerSigningKey = key }).SecurityToken;
        }

        static void ByLibrary(string algorithm)
        {
            using (AsymmetricAlgorithm key = WebTokens.Key(algorithm))
            {
                SecurityKey security = LibraryKey(key);
                string token = new JsonWebTokenHandler().CreateToken(Claims, new SigningCredentials(security, algorithm));
                WebTokens.Judge("library-" + algorithm, algorithm, token);
                Check.Same("test", Validate(token, security).Subject);
            }
        }

        static void StoredKey()
        {
            string name = Names.New(), token;
            using (ECDsaCng key = new ECDsaCng(CngKey.Create(CngAlgorithm.ECDsaP256, name)))
                token = new JsonWebTokenHandler().CreateToken(Claims, new SigningCredentials(LibraryKey(key), "ES256"));
            using (ECDsaCng key = new ECDsaCng(CngKey.Open(name)))
            {
                Check.Same("test", Validate(token, LibraryKey(key)).Subject);
                key.Key.Delete();
            }
        }

        static void Changed()
        {
            using (AsymmetricAlgorithm key = WebTokens.Key("ES256"))
            {
                string token = new JsonWebTokenHandler().CreateToken(Claims, new SigningCredentials(LibraryKey(key), "ES256"));
                string[] parts = token.Split('.');
                parts[1] = WebTokens.Base64Url(Encoding.UTF8.GetBytes(Claims.Replace("test", "root")));
                try
                {
                    Validate(string.Join(".", parts), LibraryKey(key));
                }
                catch (SecurityTokenInvalidSignatureException)
                {
                    return;
                }
                throw new CheckFailed("it verifies");
            }
        }
    }
}
