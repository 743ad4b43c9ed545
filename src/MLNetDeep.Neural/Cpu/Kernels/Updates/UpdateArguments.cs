namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>The constants of one optimizer step, and the optimizer's states. Each state has the same layout as the parameters.</summary>
internal unsafe struct UpdateArguments
{
    /// <summary>The update rule.</summary>
    public UpdateKind Kind;

    /// <summary>Whether RMSprop subtracts the squared mean from the mean square.</summary>
    public bool IsCentered;

    /// <summary>Whether rows of a lookup table whose gradient is 0 stay as they are, with their states.</summary>
    public bool SkipsZeroRows;

    /// <summary>The learning rate of this step, including bias corrections.</summary>
    public float Rate;

    /// <summary>The momentum μ of SGD or RMSprop.</summary>
    public float Momentum;

    /// <summary>The ρ of Adadelta and RMSprop. Adam needs only <see cref="OneMinusBeta1"/>.</summary>
    public float Beta1;

    /// <summary>
    /// 1 - β₁ of Adam, 1 - ρ of Adadelta and RMSprop, computed in doubles: in floats the difference would lose digits.
    /// </summary>
    public float OneMinusBeta1;

    /// <summary>Adam's β₂.</summary>
    public float Beta2;

    /// <summary>1 - <see cref="Beta2"/>, computed in doubles.</summary>
    public float OneMinusBeta2;

    /// <summary>The optimizer's ε, which avoids division by 0.</summary>
    public float Epsilon;

    /// <summary>AdamW's decay in this step: the fraction of each parameter that is subtracted.</summary>
    public float Decay;

    /// <summary>The optimizer's first state: SGD's velocity, Adam's m, the mean square of Adagrad, Adadelta and RMSprop.</summary>
    public float* FirstState;

    /// <summary>The optimizer's second state: Adam's v, Adadelta's mean square of steps, RMSprop's velocity.</summary>
    public float* SecondState;

    /// <summary>The optimizer's third state: RMSprop's mean, if it is centered.</summary>
    public float* ThirdState;

    /// <summary>Returns a copy whose states begin <paramref name="origin"/> floats later.</summary>
    public readonly UpdateArguments WithStatesFrom(nint origin)
    {
        UpdateArguments moved = this;
        moved.FirstState = FirstState is null ? null : FirstState + origin;
        moved.SecondState = SecondState is null ? null : SecondState + origin;
        moved.ThirdState = ThirdState is null ? null : ThirdState + origin;
        return moved;
    }
}
