namespace MLNetDeep.Transforms;

/// <summary>Says which slot a term has.</summary>
internal interface ITermSlots
{
    /// <summary>The number of slots.</summary>
    int Count { get; }

    /// <summary>The slot of a term; -1 where it has none.</summary>
    int this[ReadOnlySpan<char> term] { get; }
}
