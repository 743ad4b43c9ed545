namespace MLNetDeep.Transforms;

/// <summary>Says which slots the terms of a text have. Not for several threads at once.</summary>
internal interface ITermSlots
{
    /// <summary>The number of slots.</summary>
    int Count { get; }

    /// <summary>Adds the slots of the terms of a number of words; terms without a slot are passed over.</summary>
    void Add(WordBuffer text, int words, SlotCounts slots);
}
