using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>a ← a + g²; w ← w - η·g / √(a + ε).</summary>
/// <remarks>w is a parameter, g its gradient, and η the learning rate; a is the state.</remarks>
internal readonly unsafe struct AdagradRule<S, V>(in UpdateArguments arguments) : IUpdateRule<V>
    where S : struct, ISimd<V>
    where V : unmanaged
{
    private readonly V _minusRate = S.Broadcast(-arguments.Rate);
    private readonly V _epsilon = S.Broadcast(arguments.Epsilon);
    private readonly float* _accumulator = arguments.FirstState;

    public static bool SkipsZeroGradients => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply(float* parameter, nint offset, V gradient)
    {
        V accumulator = S.MultiplyAdd(gradient, gradient, S.Load(_accumulator + offset));
        S.Store(accumulator, _accumulator + offset);
        V step = S.Divide(S.Multiply(_minusRate, gradient), S.SquareRoot(S.Add(accumulator, _epsilon)));
        S.Store(S.Add(S.Load(parameter), step), parameter);
    }
}
