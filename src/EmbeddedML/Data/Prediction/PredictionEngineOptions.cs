using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>How a prediction engine is made.</summary>
public sealed class PredictionEngineOptions
{
    /// <summary>Makes options with the default values.</summary>
    public PredictionEngineOptions()
    {
    }

    /// <summary>Whether members of the output class for which there is no column keep their value. Otherwise they are an error. Default: true.</summary>
    public bool IgnoreMissingColumns = true;

    /// <summary>Which columns the members of the input class give. Default: all that can be read.</summary>
    public SchemaDefinition? InputSchemaDefinition;

    /// <summary>Which columns the members of the output class take. Default: all that can be written.</summary>
    public SchemaDefinition? OutputSchemaDefinition;

    /// <summary>Whether disposing the engine disposes the transformer. Default: true.</summary>
    public bool OwnsTransformer = true;
}
