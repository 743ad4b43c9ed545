namespace MLNetDeep.Neural;

/// <summary>How <see cref="Bidirectional"/> joins the outputs f and b of its two directions.</summary>
public enum MergeMode
{
    /// <summary>Both, one after the other: [f, b].</summary>
    Concat,

    /// <summary>f + b.</summary>
    Sum,

    /// <summary>(f + b) / 2.</summary>
    Average,

    /// <summary>f · b, element by element.</summary>
    Multiply,
}
