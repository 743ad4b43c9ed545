namespace MLNetDeep.Transforms;

/// <summary>Finds the slots of the terms of a text. Instances are not thread-safe.</summary>
internal interface ITermSlots
{
    /// <summary>The number of slots.</summary>
    int Count { get; }

    /// <summary>Adds the slots of all terms of <paramref name="words"/> words in a text. Terms that have no slot are skipped.</summary>
    void Add(WordBuffer text, int words, SlotCounts slots);
}
