namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>
/// Any activation, selected for each vector. Slower than <see cref="KnownFunction{S, V, TActivation}"/>, but compiled once and not for each
/// pair of activations.
/// </summary>
internal readonly struct AnyFunction<S, V>(ActivationKind kind) : ICellFunction<V>
    where S : struct, ISimd<V>
    where V : unmanaged
{
    public V Apply(V sum, out V saved)
    {
        V output = Value(sum);
        saved = kind.NeedsSums ? sum : output;
        return output;
    }

    public V Output(V saved) => kind.NeedsSums ? Value(saved) : saved;

    public V Backward(V gradient, V saved) => kind.Function switch
    {
        ActivationFunction.Linear => gradient,
        ActivationFunction.Relu => default(ReluActivation<S, V>).Backward(gradient, saved),
        ActivationFunction.Sigmoid => default(SigmoidActivation<S, V>).Backward(gradient, saved),
        ActivationFunction.Tanh => default(TanhActivation<S, V>).Backward(gradient, saved),
        ActivationFunction.LeakyRelu => new LeakyReluActivation<S, V>(kind.Parameter).Backward(gradient, saved),
        ActivationFunction.Elu => new EluActivation<S, V>(kind.Parameter).Backward(gradient, saved),
        ActivationFunction.Softplus => default(SoftplusActivation<S, V>).Backward(gradient, saved),
        ActivationFunction.Gelu => default(GeluActivation<S, V>).Backward(gradient, saved),
        ActivationFunction.GeluTanh => default(GeluTanhActivation<S, V>).Backward(gradient, saved),
        _ => throw new InvalidOperationException($"There is no kernel for {kind}."),
    };

    private V Value(V sum) => kind.Function switch
    {
        ActivationFunction.Linear => sum,
        ActivationFunction.Relu => default(ReluActivation<S, V>).Apply(sum),
        ActivationFunction.Sigmoid => default(SigmoidActivation<S, V>).Apply(sum),
        ActivationFunction.Tanh => default(TanhActivation<S, V>).Apply(sum),
        ActivationFunction.LeakyRelu => new LeakyReluActivation<S, V>(kind.Parameter).Apply(sum),
        ActivationFunction.Elu => new EluActivation<S, V>(kind.Parameter).Apply(sum),
        ActivationFunction.Softplus => default(SoftplusActivation<S, V>).Apply(sum),
        ActivationFunction.Gelu => default(GeluActivation<S, V>).Apply(sum),
        ActivationFunction.GeluTanh => default(GeluTanhActivation<S, V>).Apply(sum),
        _ => throw new InvalidOperationException($"There is no kernel for {kind}."),
    };
}
