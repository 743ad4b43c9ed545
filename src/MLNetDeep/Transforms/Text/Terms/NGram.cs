namespace MLNetDeep.Transforms;

/// <summary>Two or three words one after another, by their numbers in a <see cref="TermTable"/>.</summary>
/// <param name="First">The first word.</param>
/// <param name="Second">The second word.</param>
/// <param name="Third">The third word; <see cref="None"/> where there are two.</param>
internal readonly record struct NGram(int First, int Second, int Third)
{
    /// <summary>In place of a third word, that there is none.</summary>
    public const int None = -1;

    /// <summary>The n-gram of the words from a position on.</summary>
    public static NGram Of(ReadOnlySpan<int> words) => new(words[0], words[1], words.Length == 2 ? None : words[2]);

    /// <summary>The same with the words by other numbers.</summary>
    public NGram By(ReadOnlySpan<int> numbers) => new(numbers[First], numbers[Second], Third == None ? None : numbers[Third]);

    /// <summary>Marks its words.</summary>
    public void Mark(Span<bool> words)
    {
        words[First] = true;
        words[Second] = true;
        if (Third != None)
        {
            words[Third] = true;
        }
    }

    /// <summary>Its words with a space between.</summary>
    public string ToString(string[] words) => Third == None ? $"{words[First]} {words[Second]}" : $"{words[First]} {words[Second]} {words[Third]}";
}
