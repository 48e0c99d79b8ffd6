using System.IO.Compression;
using System.Text;
using AutomountPackaging.Documents;

namespace AutomountPackaging.Manifests;

/// <summary>What a <c>data:</c> URL (RFC 2397) of an Ignition config holds.</summary>
/// <param name="Bytes">The content; null when it cannot be decoded.</param>
/// <param name="Problem">Why not; null when it can.</param>
internal readonly record struct DataUrl(byte[]? Bytes, string? Problem)
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>The content as text; null when it is binary.</summary>
    public string? Text
    {
        get
        {
            try
            {
                return Bytes is null || Bytes.AsSpan().Contains((byte)0) ? null : Strict.GetString(Bytes);
            }
            catch (DecoderFallbackException)
            {
                return null;
            }
        }
    }

    public static DataUrl Decode(string url, bool gzip)
    {
        var comma = url.IndexOf(',');
        if (comma < 0)
        {
            return new DataUrl(null, "it has no comma between its type and its data");
        }

        var data = url[(comma + 1)..];
        var decoded = url[..comma].EndsWith(";base64", StringComparison.OrdinalIgnoreCase) ? Base64(data) : Percent(data);
        return gzip && decoded.Bytes is { } bytes ? Unzip(bytes) : decoded;
    }

    private static DataUrl Base64(string data)
    {
        var bytes = new byte[(data.Length / 4 * 3) + 3];
        var text = data.Contains('%') ? Uri.UnescapeDataString(data) : data;
        return Convert.TryFromBase64String(text, bytes, out var length) ? Bounded(bytes[..length])
            : new DataUrl(null, "its data is not base64");
    }

    private static DataUrl Percent(string data)
    {
        var bytes = new MemoryStream(data.Length);
        var raw = Encoding.UTF8.GetBytes(data);
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] != '%')
            {
                bytes.WriteByte(raw[i]);
            }
            else if (i + 2 < raw.Length && char.IsAsciiHexDigit((char)raw[i + 1]) && char.IsAsciiHexDigit((char)raw[i + 2]))
            {
                bytes.WriteByte(Convert.ToByte($"{(char)raw[i + 1]}{(char)raw[i + 2]}", 16));
                i += 2;
            }
            else
            {
                return new DataUrl(null, "a % in it is not followed by two hexadecimal digits");
            }
        }

        return Bounded(bytes.ToArray());
    }

    private static DataUrl Unzip(byte[] zipped)
    {
        try
        {
            using var stream = new GZipStream(new MemoryStream(zipped), CompressionMode.Decompress);
            var bytes = new byte[Limits.MaxEmbeddedSize + 1];
            var length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return length == 0 ? new DataUrl(null, "its data is not gzip") : Bounded(bytes[..length]);
        }
        catch (InvalidDataException)
        {
            return new DataUrl(null, "its data is not gzip");
        }
    }

    private static DataUrl Bounded(byte[] bytes) =>
        bytes.Length <= Limits.MaxEmbeddedSize ? new DataUrl(bytes, null)
        : new DataUrl(null, $"it holds more than {Limits.MaxEmbeddedSize >> 20} MiB");
}
