namespace MLNetDeep.Data;

/// <summary>Which part of the Large Movie Review Dataset.</summary>
public enum ImdbSplit
{
    /// <summary>The reviews to train with.</summary>
    Train = 0,

    /// <summary>The reviews to test with.</summary>
    Test = 1,

    /// <summary>All reviews with a label: first those to train with, then those to test with.</summary>
    All = 2,
}
