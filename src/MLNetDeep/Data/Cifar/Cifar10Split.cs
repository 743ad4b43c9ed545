namespace MLNetDeep.Data;

/// <summary>A part of CIFAR-10.</summary>
public enum Cifar10Split
{
    /// <summary>The training set: data_batch_1.bin to data_batch_5.bin.</summary>
    Train = 0,

    /// <summary>The test set: test_batch.bin.</summary>
    Test = 1,
}
