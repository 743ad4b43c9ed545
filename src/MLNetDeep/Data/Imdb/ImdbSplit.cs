namespace MLNetDeep.Data;

/// <summary>A part of the Large Movie Review Dataset.</summary>
public enum ImdbSplit
{
    /// <summary>The training set.</summary>
    Train = 0,

    /// <summary>The test set.</summary>
    Test = 1,

    /// <summary>All labelled reviews: the training set, then the test set.</summary>
    All = 2,
}
