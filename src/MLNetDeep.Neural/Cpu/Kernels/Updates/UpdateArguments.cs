namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>The numbers of one optimizer step, and the states that belong to the parameters (at the same offsets).</summary>
internal unsafe struct UpdateArguments
{
    /// <summary>Which rule.</summary>
    public UpdateKind Kind;

    /// <summary>Whether RMSprop takes the squared mean off the mean square.</summary>
    public bool IsCentered;

    /// <summary>The learning rate of this step, corrections included.</summary>
    public float Rate;

    /// <summary>The momentum μ of SGD or RMSprop.</summary>
    public float Momentum;

    /// <summary>The ρ of Adadelta and RMSprop. Adam needs only <see cref="OneMinusBeta1"/>.</summary>
    public float Beta1;

    /// <summary>1 - β₁ of Adam, 1 - ρ of Adadelta and RMSprop, rounded from doubles: from floats it would be off in the sixth digit for β₂.</summary>
    public float OneMinusBeta1;

    /// <summary>Adam's β₂.</summary>
    public float Beta2;

    /// <summary>1 - <see cref="Beta2"/>, rounded from doubles.</summary>
    public float OneMinusBeta2;

    /// <summary>ε.</summary>
    public float Epsilon;

    /// <summary>AdamW's decay of this step: the share of each parameter that is taken off.</summary>
    public float Decay;

    /// <summary>The optimizer's first state: SGD's velocity, Adam's m, the mean square of Adagrad, Adadelta and RMSprop.</summary>
    public float* First;

    /// <summary>The second: Adam's v, Adadelta's mean square of steps, RMSprop's velocity.</summary>
    public float* Second;

    /// <summary>The third: RMSprop's mean, where it is centered.</summary>
    public float* Third;

    /// <summary>The same with states that begin elsewhere.</summary>
    public readonly UpdateArguments From(nint origin)
    {
        UpdateArguments moved = this;
        moved.First = First is null ? null : First + origin;
        moved.Second = Second is null ? null : Second + origin;
        moved.Third = Third is null ? null : Third + origin;
        return moved;
    }
}
