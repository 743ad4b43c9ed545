namespace MLNetDeep.Neural.Kernels;

/// <summary>The numbers of one optimizer step, and the states that belong to the parameters (at the same offsets).</summary>
internal unsafe struct UpdateArguments
{
    /// <summary>Which rule.</summary>
    public UpdateKind Kind;

    /// <summary>The learning rate of this step, corrections included.</summary>
    public float Rate;

    /// <summary>SGD's μ.</summary>
    public float Momentum;

    /// <summary>Adam's β₁.</summary>
    public float Beta1;

    /// <summary>Adam's 1 - β₁, rounded from doubles: from floats it would be off in the sixth digit for β₂.</summary>
    public float OneMinusBeta1;

    /// <summary>Adam's β₂.</summary>
    public float Beta2;

    /// <summary>Adam's 1 - β₂, rounded from doubles.</summary>
    public float OneMinusBeta2;

    /// <summary>Adam's ε.</summary>
    public float Epsilon;

    /// <summary>SGD's velocity, or Adam's m.</summary>
    public float* First;

    /// <summary>Adam's v.</summary>
    public float* Second;
}
