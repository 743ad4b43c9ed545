namespace MLNetDeep.Neural;

/// <summary>How gradients change the weights. Data only, validated when set; compared by value.</summary>
public abstract record OptimizerSpec
{
    private protected OptimizerSpec()
    {
    }
}
