namespace MLNetDeep.Transforms;

/// <summary>Maps the terms of a text to slots. Instances are not thread-safe.</summary>
internal interface ITermSlots
{
    /// <summary>The number of slots.</summary>
    int Count { get; }

    /// <summary>
    /// Adds the slots of all n-grams in a text that have <paramref name="words"/> words. Terms without a slot are skipped.
    /// </summary>
    void Add(WordBuffer text, int words, SlotCounts slots);
}
