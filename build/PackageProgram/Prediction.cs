namespace PackageProgram;

internal sealed class Prediction
{
    public float Probability { get; set; }
}
