using MLNetDeep.Neural;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.TorchSharp;

/// <summary>Holds the states of an optimizer and updates the parameters, group by group.</summary>
internal sealed class TorchOptimizer : IDisposable
{
    private readonly OptimizerSpec _spec;
    private readonly TorchParameters _parameters;
    private readonly UpdateRule _rule;

    // One array for each group of parameters, with one tensor for each state.
    private readonly Tensor[][] _states;

    public TorchOptimizer(OptimizerSpec spec, TorchParameters parameters)
    {
        _spec = spec;
        _parameters = parameters;
        _rule = UpdateRule.For(spec);
        using Scalar initial = _rule.InitialState.ToScalar();
        _states = [.. parameters.Groups.Select(_ => new Tensor[_rule.StateNames.Count])];
        try
        {
            for (int i = 0; i < _states.Length; i++)
            {
                for (int state = 0; state < _states[i].Length; state++)
                {
                    _states[i][state] = empty_like(parameters.Groups[i].Values).fill_(initial).Keep();
                }
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The number of steps taken.</summary>
    public long Steps { get; private set; }

    /// <summary>The number by which the optimizer's learning rate is multiplied.</summary>
    public double LearningRateFactor { get; set; } = 1;

    /// <summary>All states, for copies.</summary>
    public IEnumerable<Tensor> States => _states.SelectMany(states => states);

    /// <summary>Updates all parameters, and counts the step as taken.</summary>
    /// <param name="gradients">The gradients of each group, which may be overwritten.</param>
    public void Step(IReadOnlyList<Tensor> gradients)
    {
        _rule.Begin(_spec.RateAt(Steps) * LearningRateFactor, Steps + 1);
        for (int i = 0; i < _states.Length; i++)
        {
            if (IsLazy(_parameters.Groups[i]))
            {
                ApplyToNonzeroRows(_parameters.Groups[i].Values, gradients[i], _states[i]);
            }
            else
            {
                _rule.Apply(_parameters.Groups[i].Values, gradients[i], _states[i]);
            }
        }

        Steps++;
    }

    /// <summary>Counts a step on no rows as taken.</summary>
    public void SkipStep() => Steps++;

    /// <summary>Sets the number of steps taken, when the states of that moment have been restored.</summary>
    public void GoBackTo(long steps) => Steps = steps;

    /// <summary>Whether no state has NaN or infinite values.</summary>
    public bool IsFinite() => TorchParameters.AreFinite(States);

    /// <summary>Copies the states for a checkpoint.</summary>
    public OptimizerState Export()
    {
        List<NamedTensor> tensors = [];
        for (int state = 0; state < _rule.StateNames.Count; state++)
        {
            foreach ((int parameter, Tensor values) in Parts(state).OrderBy(part => part.Parameter))
            {
                ParameterSpec spec = _parameters.Spec.Parameters[parameter];
                tensors.Add(TensorMemory.Export(values, $"{spec.Name}.{_rule.StateNames[state]}", spec));
            }
        }

        return new OptimizerState(Steps, tensors);
    }

    /// <summary>Restores states that <see cref="Export"/> or another backend returned.</summary>
    /// <exception cref="ArgumentException">The state belongs to a different optimizer or network.</exception>
    public void Import(OptimizerState state)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(state.Steps);
        Dictionary<string, NamedTensor> tensors = state.Tensors.ToDictionary(tensor => tensor.Name);
        List<(Tensor Target, float[] Values)> copies = [];
        for (int i = 0; i < _rule.StateNames.Count; i++)
        {
            foreach ((int parameter, Tensor target) in Parts(i))
            {
                ParameterSpec spec = _parameters.Spec.Parameters[parameter];
                string wanted = $"{spec.Name}.{_rule.StateNames[i]}";
                if (!tensors.TryGetValue(wanted, out NamedTensor? tensor) || tensor.Values.Length != spec.Size)
                {
                    throw new ArgumentException($"The optimizer state has no tensor '{wanted}' with {spec.Size} values.");
                }

                copies.Add((target, spec.InRowOrder(tensor.Values)));
            }
        }

        foreach ((Tensor target, float[] values) in copies)
        {
            TensorMemory.Write(target, values);
        }

        Steps = state.Steps;
    }

    public void Dispose()
    {
        _rule.Dispose();
        foreach (Tensor? state in States)
        {
            state?.Dispose();
        }
    }

    private bool IsLazy(ParameterGroup group) =>
        _spec is Adam { LazyEmbeddings: true } && _parameters.Spec.Parameters[group.Parameters[0]].IsLookupTable;

    // Updates all rows, then restores those whose gradient is 0: to pick the other rows, the host would have to wait for their number.
    private void ApplyToNonzeroRows(Tensor values, Tensor gradient, Tensor[] states)
    {
        Tensor isNonzero = gradient.ne(Scalars.Zero).any(1, keepdim: true);
        Tensor[] changing = [values, .. states];
        Tensor[] before = [.. changing.Select(tensor => tensor.clone())];
        _rule.Apply(values, gradient, states);
        for (int i = 0; i < changing.Length; i++)
        {
            changing[i].copy_(where(isNonzero, changing[i], before[i]));
        }
    }

    // The part of a state that belongs to each trained parameter.
    private IEnumerable<(int Parameter, Tensor Values)> Parts(int state)
    {
        for (int i = 0; i < _states.Length; i++)
        {
            ParameterGroup group = _parameters.Groups[i];
            Tensor flat = _states[i][state].view(-1);
            long offset = 0;
            foreach (int parameter in group.Parameters)
            {
                int size = _parameters.Spec.Parameters[parameter].Size;
                yield return (parameter, flat.narrow(0, offset, size));
                offset += size;
            }
        }
    }
}
