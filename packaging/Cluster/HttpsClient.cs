using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AutomountPackaging.Cluster;

/// <summary>
/// Asks with a token, over TLS, whose other end is known: by an authority of the system or one that was given. Redirections are not
/// followed, because they would get the token. A proxy of the environment (<c>HTTPS_PROXY</c>) is used.
/// </summary>
internal sealed class HttpsClient : IDisposable
{
    /// <summary>An answer of a thousand nodes is below 1 MiB.</summary>
    private const int MaxAnswer = 64 << 20;

    private readonly X509Certificate2Collection authorities = [];
    private readonly HttpClient client;

    /// <param name="token">Bearer token.</param>
    /// <param name="pem">Authorities beside those of the system, each a text of PEM.</param>
    /// <exception cref="ClusterException">A certificate or the token is none.</exception>
    public HttpsClient(string token, params IEnumerable<string> pem)
    {
        try
        {
            foreach (var text in pem)
            {
                authorities.ImportFromPem(text);
            }
        }
        catch (CryptographicException e)
        {
            throw new ClusterException("an authority of the cluster is no certificate in PEM: see --certificate-authority", e);
        }

        client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.GZip,
            SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = IsKnown },
        })
        {
            MaxResponseContentBufferSize = MaxAnswer,
            // The caller has a deadline for all of it.
            Timeout = Timeout.InfiniteTimeSpan,
        };
        try
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
        catch (FormatException e)
        {
            throw new ClusterException("the token has characters that no token has: see --token-file", e);
        }
    }

    /// <summary>What a page answers.</summary>
    /// <exception cref="ClusterException">There is no answer.</exception>
    public async Task<(HttpStatusCode Status, byte[] Body)> GetAsync(Uri address, CancellationToken cancel)
    {
        try
        {
            using var response = await client.GetAsync(address, cancel);
            return (response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancel));
        }
        catch (HttpRequestException e)
        {
            var isUnknown = e.InnerException is AuthenticationException;
            var todo = isUnknown ? "name its authority: --certificate-authority FILE" : "can it be reached from here?";
            throw new ClusterException($"{address.GetLeftPart(UriPartial.Authority)} cannot be asked: {Reason(e)}: {todo}", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();

    private static string Reason(HttpRequestException error) => (error.InnerException ?? error).Message.TrimEnd('.');

    private bool IsKnown(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
        {
            return true;
        }

        if (errors != SslPolicyErrors.RemoteCertificateChainErrors || certificate is not X509Certificate2 given || authorities.Count == 0)
        {
            return false;
        }

        using var own = new X509Chain();
        own.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        own.ChainPolicy.CustomTrustStore.AddRange(authorities);
        own.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        foreach (var element in chain?.ChainElements.ToArray() ?? [])
        {
            own.ChainPolicy.ExtraStore.Add(element.Certificate);
        }

        return own.Build(given);
    }
}
