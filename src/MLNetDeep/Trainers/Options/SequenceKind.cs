namespace MLNetDeep.Trainers;

/// <summary>How a sequence network turns the vectors of a sequence's words into one vector.</summary>
public enum SequenceKind
{
    /// <summary>Their mean, then a dense hidden layer. The order of the words does not matter; the fastest.</summary>
    Pooling = 0,

    /// <summary>The last state of an LSTM.</summary>
    LSTM = 1,

    /// <summary>The last state of a GRU.</summary>
    GRU = 2,

    /// <summary>A convolution, then the maximum of each filter over the sequence.</summary>
    Convolution = 3,
}
