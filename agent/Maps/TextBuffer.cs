using System.Buffers;

namespace Automount.Maps;

/// <summary>Collects text on the stack, and in a pooled array when it grows. It must be disposed.</summary>
internal ref struct TextBuffer(Span<char> initial)
{
    private Span<char> buffer = initial;
    private char[]? pooled;

    /// <summary>Characters collected so far.</summary>
    public int Length { get; private set; }

    /// <summary>Appends text.</summary>
    public void Append(scoped ReadOnlySpan<char> text)
    {
        if (buffer.Length - Length < text.Length)
        {
            Grow(text.Length);
        }

        text.CopyTo(buffer[Length..]);
        Length += text.Length;
    }

    /// <summary>Appends one character.</summary>
    public void Append(char c)
    {
        if (Length == buffer.Length)
        {
            Grow(1);
        }

        buffer[Length++] = c;
    }

    /// <inheritdoc/>
    public override readonly string ToString() => buffer[..Length].ToString();

    /// <summary>Gives back what it holds.</summary>
    public void Dispose()
    {
        if (pooled is not null)
        {
            ArrayPool<char>.Shared.Return(pooled);
            pooled = null;
        }
    }

    private void Grow(int more)
    {
        var larger = ArrayPool<char>.Shared.Rent(Math.Max(Length + more, buffer.Length * 2));
        buffer[..Length].CopyTo(larger);
        Dispose();
        buffer = pooled = larger;
    }
}
