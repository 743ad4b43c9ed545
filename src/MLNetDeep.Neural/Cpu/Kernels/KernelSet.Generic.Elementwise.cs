using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural.Cpu.Kernels;

/// <content>Elementwise kernels.</content>
internal sealed unsafe partial class KernelSet<S, V>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Activate(ActivationKind kind, float* source, float* result, int count) =>
        WithActivation(kind, new Application(source, result, count));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void ActivateUnits(ActivationKind kind, float* bias, float* sums, float* result, int units, nint stride, int count)
    {
        BiasedApplication application = new(bias, sums, result, units, stride, count);
        if (kind.Function == ActivationFunction.Tanh)
        {
            application.Use(default(QuotientTanh<S, V>));
        }
        else
        {
            WithActivation(kind, application);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void ActivationGradient(ActivationKind kind, float* gradient, float* saved, int count)
    {
        if (kind.Function != ActivationFunction.Linear)
        {
            WithActivation(kind, new Derivation(gradient, saved, count));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void AddParts(float* parts, int partCount, nint partStride, float* bias, float* result, int rows, int stride)
    {
        for (int row = 0; row < rows; row++, parts += stride, result += stride)
        {
            for (int column = 0; column < stride; column += S.Lanes)
            {
                float* part = parts + column;
                V sum = S.Load(part);
                for (int i = 1; i < partCount; i++)
                {
                    part += partStride;
                    sum = S.Add(sum, S.Load(part));
                }

                S.Store(S.Add(sum, S.Load(bias + column)), result + column);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Multiply(float* left, float* right, float* result, int count)
    {
        for (int i = 0; i < count; i += S.Lanes)
        {
            S.Store(S.Multiply(S.Load(left + i), S.Load(right + i)), result + i);
        }
    }

    public override void AddPenalty(float* weights, float* gradient, float l1, float l2, int count) =>
        GradientKernels<S, V>.AddPenalty(weights, gradient, l1, l2, count);

    public override void Clamp(float* values, float limit, int count) => GradientKernels<S, V>.Clamp(values, limit, count);

    public override void Scale(float* values, float factor, int count) => GradientKernels<S, V>.Scale(values, factor, count);

    public override double SumOfSquares(float* values, int count) => S.SumOfSquares(values, count);

    public override float SumOfMagnitudes(float* values, int count) => GradientKernels<S, V>.SumOfMagnitudes(values, count);

    public override void LimitColumns(float* matrix, nint stride, int rows, int firstColumn, int endColumn, float limit) =>
        GradientKernels<S, V>.LimitColumns(matrix, stride, rows, firstColumn, endColumn, limit);

    // The only place where an ActivationKind is mapped to an activation type.
    private static void WithActivation<TUser>(ActivationKind kind, in TUser user)
        where TUser : struct, IActivationUser
    {
        switch (kind.Function)
        {
            case ActivationFunction.Linear:
                user.Use(default(LinearActivation<S, V>));
                break;
            case ActivationFunction.Relu:
                user.Use(default(ReluActivation<S, V>));
                break;
            case ActivationFunction.Sigmoid:
                user.Use(default(SigmoidActivation<S, V>));
                break;
            case ActivationFunction.Tanh:
                user.Use(default(TanhActivation<S, V>));
                break;
            case ActivationFunction.LeakyRelu:
                user.Use(new LeakyReluActivation<S, V>(kind.Parameter));
                break;
            case ActivationFunction.Elu:
                user.Use(new EluActivation<S, V>(kind.Parameter));
                break;
            case ActivationFunction.Softplus:
                user.Use(default(SoftplusActivation<S, V>));
                break;
            case ActivationFunction.Gelu:
                user.Use(default(GeluActivation<S, V>));
                break;
            case ActivationFunction.GeluTanh:
                user.Use(default(GeluTanhActivation<S, V>));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, null);
        }
    }

    /// <summary>A generic method, passed as a value: runs a loop with the activation type that WithActivation selects.</summary>
    private interface IActivationUser
    {
        void Use<TActivation>(TActivation activation)
            where TActivation : struct, IActivation<S, V>;
    }

    private readonly struct Application(float* source, float* result, int count) : IActivationUser
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Use<TActivation>(TActivation activation)
            where TActivation : struct, IActivation<S, V>
        {
            for (int i = 0; i < count; i += S.Lanes)
            {
                S.Store(activation.Apply(S.Load(source + i)), result + i);
            }
        }
    }

    private readonly struct BiasedApplication(float* bias, float* sums, float* result, int units, nint stride, int count) : IActivationUser
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Use<TActivation>(TActivation activation)
            where TActivation : struct, IActivation<S, V>
        {
            for (int unit = 0; unit < units; unit++)
            {
                V own = S.Broadcast(bias[unit]);
                float* source = sums + (unit * stride);
                float* target = result + (unit * stride);
                for (int i = 0; i < count; i += S.Lanes)
                {
                    S.Store(activation.Apply(S.Add(S.Load(source + i), own)), target + i);
                }
            }
        }
    }

    private readonly struct Derivation(float* gradient, float* saved, int count) : IActivationUser
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Use<TActivation>(TActivation activation)
            where TActivation : struct, IActivation<S, V>
        {
            for (int i = 0; i < count; i += S.Lanes)
            {
                S.Store(activation.Backward(S.Load(gradient + i), S.Load(saved + i)), gradient + i);
            }
        }
    }
}
