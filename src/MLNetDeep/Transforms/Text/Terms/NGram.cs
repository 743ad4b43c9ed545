namespace MLNetDeep.Transforms;

/// <summary>An n-gram of two or three words, given by their numbers in a <see cref="TermTable"/>.</summary>
/// <param name="First">The first word.</param>
/// <param name="Second">The second word.</param>
/// <param name="Third">The third word; <see cref="None"/> if the n-gram has two words.</param>
internal readonly record struct NGram(int First, int Second, int Third)
{
    /// <summary>The value of <see cref="Third"/> if there is no third word.</summary>
    public const int None = -1;

    /// <summary>Creates the n-gram of two or three words.</summary>
    public static NGram Of(ReadOnlySpan<int> words) => new(words[0], words[1], words.Length == 2 ? None : words[2]);

    /// <summary>Returns the n-gram with new word numbers.</summary>
    public NGram Renumber(ReadOnlySpan<int> numbers) => new(numbers[First], numbers[Second], Third == None ? None : numbers[Third]);

    /// <summary>Sets the flag of each word of the n-gram.</summary>
    public void Mark(Span<bool> words)
    {
        words[First] = true;
        words[Second] = true;
        if (Third != None)
        {
            words[Third] = true;
        }
    }

    /// <summary>Returns the words of the n-gram, separated by spaces.</summary>
    public string ToString(string[] words) => Third == None ? $"{words[First]} {words[Second]}" : $"{words[First]} {words[Second]} {words[Third]}";
}
