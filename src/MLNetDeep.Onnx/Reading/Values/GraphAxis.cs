namespace MLNetDeep.Onnx;

/// <summary>What an axis of a graph's tensor is in the rows of the network.</summary>
/// <param name="Kind">The kind of axis.</param>
/// <param name="Row">The dimension of the row, if the axis is one.</param>
internal readonly record struct GraphAxis(GraphAxisKind Kind, int Row = 0)
{
    /// <summary>The axis of the rows.</summary>
    public static GraphAxis Batch { get; } = new(GraphAxisKind.Batch);

    /// <summary>An axis of size 1 that the rows do not have.</summary>
    public static GraphAxis One { get; } = new(GraphAxisKind.One);

    /// <summary>A dimension of the rows.</summary>
    public static GraphAxis Of(int row) => new(GraphAxisKind.Row, row);
}

/// <summary>The kinds of axes.</summary>
internal enum GraphAxisKind
{
    /// <summary>The axis of the rows.</summary>
    Batch,

    /// <summary>A dimension of each row.</summary>
    Row,

    /// <summary>An axis of size 1 that the rows do not have.</summary>
    One,

    /// <summary>The two directions of a bidirectional layer: the outer part of the last dimension of a row.</summary>
    Directions,

    /// <summary>The units of each direction: the inner part of the last dimension of a row.</summary>
    Units,

    /// <summary>The time of a layer that reads backwards, whose states stand at the positions that they have read.</summary>
    ReversedTime,
}
