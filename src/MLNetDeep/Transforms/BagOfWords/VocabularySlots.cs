namespace MLNetDeep.Transforms;

/// <summary>A slot for each word of a vocabulary.</summary>
internal sealed class VocabularySlots(TextVocabulary vocabulary) : ITermSlots
{
    public int Count => vocabulary.Count;

    public int this[ReadOnlySpan<char> term] => vocabulary.TryGetIndex(term, out int index) ? index : -1;
}
