using Microsoft.Extensions.ObjectPool;

namespace MLNetDeep.Samples.DigitsWeb;

/// <summary>Creates the recognisers of a pool.</summary>
internal sealed class DigitRecognizerPolicy(DigitModel model) : PooledObjectPolicy<DigitRecognizer>
{
    public override DigitRecognizer Create() => model.CreateRecognizer();

    public override bool Return(DigitRecognizer obj) => true;
}
