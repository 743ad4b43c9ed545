using Microsoft.Extensions.Options;

namespace MLNetDeep.Hosting;

/// <summary>Refuses options that lack what has no default. The setters refuse values out of range.</summary>
internal sealed class PredictionPoolOptionsValidator(IEnumerable<RegisteredModel> models) : IValidateOptions<PredictionPoolOptions>
{
    public ValidateOptionsResult Validate(string? name, PredictionPoolOptions options) =>
        string.IsNullOrWhiteSpace(options.ModelPath) && models.Any(model => model.Name == name)
            ? ValidateOptionsResult.Fail(
                $"ModelPath of the model '{RegisteredModel.Describe(name)}' in the prediction pool is empty; accepted: the path of a model file.")
            : ValidateOptionsResult.Success;
}
