namespace MLNetDeep.Samples.Pictures;

/// <summary>The kinds of networks.</summary>
internal enum NetworkKind
{
    /// <summary>Dense layers only.</summary>
    Mlp,

    /// <summary>Convolutions with pooling.</summary>
    Conv,

    /// <summary>Residual blocks of convolutions.</summary>
    ResNet,
}
