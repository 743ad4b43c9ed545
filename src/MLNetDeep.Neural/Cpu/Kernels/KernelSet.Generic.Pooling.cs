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
        if (arguments.Channels < S.Lanes)
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
        if (arguments.Channels < S.Lanes)
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
}
