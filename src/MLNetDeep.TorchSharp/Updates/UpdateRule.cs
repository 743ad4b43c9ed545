using MLNetDeep.Neural;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.TorchSharp;

/// <summary>The formula of an optimizer, applied to all values of a tensor in place. The formulas are in the optimizers' documentation.</summary>
/// <remarks>Numbers are rounded to floats: one that is too large becomes infinite, while libtorch would refuse it as a double.</remarks>
internal abstract class UpdateRule : IDisposable
{
    private readonly List<Scalar> _constants = [];

    /// <summary>The names of the states that the rule keeps for each value; see <see cref="OptimizerState"/>.</summary>
    public abstract IReadOnlyList<string> StateNames { get; }

    /// <summary>The value that states start with.</summary>
    public virtual double InitialState => 0;

    /// <summary>Creates the rule of an optimizer.</summary>
    /// <exception cref="NotSupportedException">The backend does not support the optimizer.</exception>
    public static UpdateRule For(OptimizerSpec optimizer) => optimizer switch
    {
        Sgd sgd => new SgdRule(sgd),
        Adam adam => new AdamRule(adam.Beta1, adam.Beta2, adam.Epsilon, 0),
        AdamW adam => new AdamRule(adam.Beta1, adam.Beta2, adam.Epsilon, adam.WeightDecay),
        Adagrad adagrad => new AdagradRule(adagrad),
        Adadelta adadelta => new AdadeltaRule(adadelta),
        RmsProp rms => new RmsPropRule(rms),
        _ => throw new NotSupportedException($"The torch backend does not support the optimizer {optimizer}."),
    };

    /// <summary>Prepares a step.</summary>
    /// <param name="rate">The learning rate.</param>
    /// <param name="step">The number of this step, counted from 1.</param>
    public abstract void Begin(double rate, long step);

    /// <summary>Updates values and states from gradients, which may be overwritten.</summary>
    /// <param name="values">The values.</param>
    /// <param name="gradient">Their gradients.</param>
    /// <param name="states">The states, in the order of <see cref="StateNames"/>.</param>
    public abstract void Apply(Tensor values, Tensor gradient, Tensor[] states);

    public virtual void Dispose()
    {
        foreach (Scalar constant in _constants)
        {
            constant.Dispose();
        }
    }

    /// <summary>Creates a number for libtorch that is disposed with the rule.</summary>
    private protected Scalar Constant(double value)
    {
        Scalar constant = ((float)value).ToScalar();
        _constants.Add(constant);
        return constant;
    }

    /// <summary>Replaces a number that changes with each step.</summary>
    private protected static void Set(ref Scalar? number, double value)
    {
        number?.Dispose();
        number = ((float)value).ToScalar();
    }
}
