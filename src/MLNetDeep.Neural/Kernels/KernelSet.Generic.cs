using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural.Kernels;

/// <summary>Picks the operators that kernels are compiled with; the choice is made per tile, so it costs nothing.</summary>
internal sealed unsafe class KernelSet<S, V> : KernelSet
    where S : struct, ISimd<V>
    where V : unmanaged
{
    public override void Forward(in DenseProduct product, float* bias, ActivationFunction function, float* result, in Tile tile)
    {
        switch (function)
        {
            case ActivationFunction.Linear:
                Gemm<S, V, ActivationEpilogue<S, V, LinearActivation<S, V>>>.Run(product, new(result, bias), tile);
                break;
            case ActivationFunction.Relu:
                Gemm<S, V, ActivationEpilogue<S, V, ReluActivation<S, V>>>.Run(product, new(result, bias), tile);
                break;
            case ActivationFunction.Sigmoid:
                Gemm<S, V, ActivationEpilogue<S, V, SigmoidActivation<S, V>>>.Run(product, new(result, bias), tile);
                break;
            case ActivationFunction.Tanh:
                Gemm<S, V, ActivationEpilogue<S, V, TanhActivation<S, V>>>.Run(product, new(result, bias), tile);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(function), function, null);
        }
    }

    public override void Forward(in SparseProduct product, float* bias, ActivationFunction function, float* result, in Tile tile)
    {
        switch (function)
        {
            case ActivationFunction.Linear:
                SparseGemm<S, V, ActivationEpilogue<S, V, LinearActivation<S, V>>>.Run(product, new(result, bias), tile);
                break;
            case ActivationFunction.Relu:
                SparseGemm<S, V, ActivationEpilogue<S, V, ReluActivation<S, V>>>.Run(product, new(result, bias), tile);
                break;
            case ActivationFunction.Sigmoid:
                SparseGemm<S, V, ActivationEpilogue<S, V, SigmoidActivation<S, V>>>.Run(product, new(result, bias), tile);
                break;
            case ActivationFunction.Tanh:
                SparseGemm<S, V, ActivationEpilogue<S, V, TanhActivation<S, V>>>.Run(product, new(result, bias), tile);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(function), function, null);
        }
    }

    public override void Update(in DenseProduct product, in UpdateArguments update, float* parameters, in Tile tile)
    {
        switch (update.Kind)
        {
            case UpdateKind.Store:
                Gemm<S, V, UpdateEpilogue<S, V, StoreRule<S, V>>>.Run(product, new(parameters, default), tile);
                break;
            case UpdateKind.Sgd:
                Gemm<S, V, UpdateEpilogue<S, V, SgdRule<S, V>>>.Run(product, new(parameters, new(update)), tile);
                break;
            case UpdateKind.Momentum:
                Gemm<S, V, UpdateEpilogue<S, V, MomentumRule<S, V>>>.Run(product, new(parameters, new(update)), tile);
                break;
            case UpdateKind.Nesterov:
                Gemm<S, V, UpdateEpilogue<S, V, NesterovRule<S, V>>>.Run(product, new(parameters, new(update)), tile);
                break;
            case UpdateKind.Adam:
                Gemm<S, V, UpdateEpilogue<S, V, AdamRule<S, V>>>.Run(product, new(parameters, new(update)), tile);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(update), update.Kind, null);
        }
    }

    public override void Update(in SparseProduct product, in UpdateArguments update, float* parameters, in Tile tile)
    {
        switch (update.Kind)
        {
            case UpdateKind.Store:
                SparseGemm<S, V, UpdateEpilogue<S, V, StoreRule<S, V>>>.Run(product, new(parameters, default), tile);
                break;
            case UpdateKind.Sgd:
                SparseGemm<S, V, UpdateEpilogue<S, V, SgdRule<S, V>>>.Run(product, new(parameters, new(update)), tile);
                break;
            case UpdateKind.Momentum:
                SparseGemm<S, V, UpdateEpilogue<S, V, MomentumRule<S, V>>>.Run(product, new(parameters, new(update)), tile);
                break;
            case UpdateKind.Nesterov:
                SparseGemm<S, V, UpdateEpilogue<S, V, NesterovRule<S, V>>>.Run(product, new(parameters, new(update)), tile);
                break;
            case UpdateKind.Adam:
                SparseGemm<S, V, UpdateEpilogue<S, V, AdamRule<S, V>>>.Run(product, new(parameters, new(update)), tile);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(update), update.Kind, null);
        }
    }

    public override void ActivationGradient(ActivationFunction function, float* gradient, float* output, int count)
    {
        switch (function)
        {
            case ActivationFunction.Linear:
                break;
            case ActivationFunction.Relu:
                Backward<ReluActivation<S, V>>(gradient, output, count);
                break;
            case ActivationFunction.Sigmoid:
                Backward<SigmoidActivation<S, V>>(gradient, output, count);
                break;
            case ActivationFunction.Tanh:
                Backward<TanhActivation<S, V>>(gradient, output, count);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(function), function, null);
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

    public override void Softmax(float* logits, int count)
    {
        SoftmaxRow<S, V>.Exponentials(logits, count, logits, out _, out float sum);
        SoftmaxRow<S, V>.Scale(logits, count, 1 / sum);
    }

    public override float SoftmaxCrossEntropy(float* logits, int count, int label, float scale, float* gradient, out bool isCorrect)
    {
        float labelLogit = logits[label];
        isCorrect = IsFirstLargest(logits, count, label);
        SoftmaxRow<S, V>.Exponentials(logits, count, gradient, out float largest, out float sum);
        SoftmaxRow<S, V>.Scale(gradient, count, scale / sum);
        gradient[label] -= scale;
        return MathF.Log(sum) - (labelLogit - largest);
    }

    private static bool IsFirstLargest(float* logits, int count, int label)
    {
        for (int i = 0; i < count; i++)
        {
            if (logits[i] > logits[label] || (i < label && logits[i] == logits[label]))
            {
                return false;
            }
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Backward<TActivation>(float* gradient, float* output, int count)
        where TActivation : struct, IActivation<S, V>
    {
        for (int i = 0; i < count; i += S.Lanes)
        {
            S.Store(TActivation.Backward(S.Load(gradient + i), S.Load(output + i)), gradient + i);
        }
    }
}
