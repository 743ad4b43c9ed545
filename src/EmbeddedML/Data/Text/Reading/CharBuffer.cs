namespace Microsoft.ML.Data;

/// <summary>Characters in memory that grows.</summary>
internal sealed class CharBuffer(int capacity)
{
    private char[] _characters = new char[capacity];

    public int Length { get; private set; }

    public ReadOnlySpan<char> Span => _characters.AsSpan(0, Length);

    public void Append(ReadOnlySpan<char> characters)
    {
        int needed = checked(Length + characters.Length);
        if (needed > _characters.Length)
            Array.Resize(ref _characters, (int)Math.Clamp(2L * _characters.Length, needed, Array.MaxLength));
        characters.CopyTo(_characters.AsSpan(Length));
        Length = needed;
    }

    /// <summary>Takes characters away from the end.</summary>
    public void Truncate(int length) => Length = length;
}
