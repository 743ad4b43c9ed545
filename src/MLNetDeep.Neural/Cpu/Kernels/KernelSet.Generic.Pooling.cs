namespace MLNetDeep.Neural.Cpu.Kernels;

/// <content>Pooling kernels. Fewer channels than a vector has lanes are processed by shorter vectors.</content>
internal sealed unsafe partial class KernelSet<S, V>
{
    private static readonly KernelSet s_shorter = For(S.Lanes switch
    {
        16 => SimdTier.Vector256,
        8 => SimdTier.Vector128,
        _ => SimdTier.Scalar,
    });

    public override void MaxPool(in PoolingArguments arguments)
    {
        if (arguments.ArePairs && FitPairs(arguments.Channels))
        {
            PairMaxPooling<S, V>.Forward(arguments);
        }
        else if (arguments.Channels < S.Lanes)
        {
            s_shorter.MaxPool(arguments);
        }
        else
        {
            MaxPoolingKernel<S, V>.Forward(arguments);
        }
    }

    public override void MaxPoolGradient(in PoolingArguments arguments)
    {
        if (arguments.ArePairs && FitPairs(arguments.Channels))
        {
            PairMaxPooling<S, V>.Backward(arguments);
        }
        else if (arguments.Channels < S.Lanes)
        {
            s_shorter.MaxPoolGradient(arguments);
        }
        else
        {
            MaxPoolingKernel<S, V>.Backward(arguments);
        }
    }

    public override void AveragePool(in PoolingArguments arguments)
    {
        if (arguments.Channels < S.Lanes)
        {
            s_shorter.AveragePool(arguments);
        }
        else
        {
            AveragePoolingKernel<S, V>.Forward(arguments);
        }
    }

    public override void AveragePoolGradient(in PoolingArguments arguments)
    {
        if (arguments.Channels < S.Lanes)
        {
            s_shorter.AveragePoolGradient(arguments);
        }
        else
        {
            AveragePoolingKernel<S, V>.Backward(arguments);
        }
    }

    // Parts of the longer vectors have instructions of their own; half a vector or less is a shorter vector.
    private static bool FitPairs(int channels) => channels >= S.Lanes || (S.Lanes >= 8 && channels > S.Lanes / 2);
}
