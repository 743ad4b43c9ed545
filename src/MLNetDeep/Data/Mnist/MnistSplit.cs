namespace MLNetDeep.Data;

/// <summary>A part of a data set in MNIST's format.</summary>
public enum MnistSplit
{
    /// <summary>The training set.</summary>
    Train = 0,

    /// <summary>The test set.</summary>
    Test = 1,
}
