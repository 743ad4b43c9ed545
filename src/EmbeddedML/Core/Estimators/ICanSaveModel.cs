namespace Microsoft.ML;

/// <summary>Something that can be stored in a model file.</summary>
public interface ICanSaveModel
{
    /// <summary>Writes everything that is needed to make the object again.</summary>
    void Save(ModelSaveContext ctx);
}
