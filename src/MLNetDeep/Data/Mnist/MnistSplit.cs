namespace MLNetDeep.Data;

/// <summary>Which part of a data set in MNIST's form.</summary>
public enum MnistSplit
{
    /// <summary>The rows to train with.</summary>
    Train = 0,

    /// <summary>The rows to test with.</summary>
    Test = 1,
}
