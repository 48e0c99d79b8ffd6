using System.Buffers;
using System.IO.Compression;
using System.Text;
using AutomountPackaging.Documents;

namespace AutomountPackaging.Manifests;

/// <summary>
/// What a <c>data:</c> URL (RFC 2397) of an Ignition config holds, as the library of Ignition reads it (vincent-petithory/dataurl): it is
/// stricter than RFC 2397 and than browsers.
/// </summary>
/// <param name="Bytes">The content; null when it cannot be decoded.</param>
/// <param name="Problem">Why not; null when it can.</param>
internal readonly record struct DataUrl(byte[]? Bytes, string? Problem)
{
    private static readonly SearchValues<char> Base64Characters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=\n");

    // Printable ASCII without a blank and what RFC 2396 calls delims and unwise.
    private static readonly SearchValues<char> UrlCharacters =
        SearchValues.Create([.. Enumerable.Range('!', '~' - '!' + 1).Select(c => (char)c).Except("<>#\"{}|\\^[]`")]);

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
        const string Scheme = "data:";
        const string Encoding = ";base64";
        var comma = url.IndexOf(',');
        if (!url.StartsWith(Scheme, StringComparison.Ordinal) || comma < 0)
        {
            return new DataUrl(null, comma < 0 ? "it has no comma between its type and its data" : "data: must be in lower case");
        }

        var (type, data) = (url[Scheme.Length..comma], url[(comma + 1)..]);
        var isBase64 = type.EndsWith(Encoding, StringComparison.Ordinal);
        if (TypeProblem(isBase64 ? type[..^Encoding.Length] : type) is { } problem)
        {
            return new DataUrl(null, problem);
        }

        var decoded = isBase64 ? Base64(data) : Percent(data);
        return gzip && decoded.Bytes is { } bytes ? Unzip(bytes) : decoded;
    }

    /// <summary>What is wrong with the part before the comma, <c>;base64</c> aside.</summary>
    private static string? TypeProblem(string type)
    {
        if (type.Any(c => c is <= ' ' or > '~'))
        {
            return "a blank or another character before its comma does not belong there";
        }

        var parts = type.Split(';');
        if (parts[0].Length > 0 && parts[0].Count(c => c == '/') != 1)
        {
            return "its type is not TYPE/SUBTYPE";
        }

        return parts.Skip(1).FirstOrDefault(p => p.IndexOf('=') <= 0) is { } parameter
            ? $"before its comma \"{parameter}\" is neither base64 in lower case nor NAME=VALUE"
            : null;
    }

    private static DataUrl Base64(string data)
    {
        if (data.AsSpan().IndexOfAnyExcept(Base64Characters) is >= 0 and var wrong)
        {
            return new DataUrl(null, $"{Named(data[wrong])} in its data is not of base64");
        }

        var bytes = new byte[(data.Length / 4 * 3) + 3];
        return Convert.TryFromBase64String(data, bytes, out var length) ? Bounded(bytes[..length])
            : new DataUrl(null, "its data is not base64");
    }

    private static DataUrl Percent(string data)
    {
        if (data.AsSpan().IndexOfAnyExcept(UrlCharacters) is >= 0 and var wrong)
        {
            return new DataUrl(null, $"{Named(data[wrong])} in its data must be written as % and two hexadecimal digits");
        }

        var bytes = new MemoryStream(data.Length);
        for (var i = 0; i < data.Length; i++)
        {
            if (data[i] != '%')
            {
                bytes.WriteByte((byte)data[i]);
            }
            else if (i + 2 < data.Length && char.IsAsciiHexDigit(data[i + 1]) && char.IsAsciiHexDigit(data[i + 2]))
            {
                bytes.WriteByte(Convert.ToByte(data[(i + 1)..(i + 3)], 16));
                i += 2;
            }
            else
            {
                return new DataUrl(null, "a % in it is not followed by two hexadecimal digits");
            }
        }

        return Bounded(bytes.ToArray());
    }

    private static string Named(char c) => c switch
    {
        ' ' => "a blank",
        '\n' => "a newline",
        > '!' and <= '~' => $"a {c}",
        _ => "a character",
    };

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
