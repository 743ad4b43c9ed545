using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Neural;
using MLNetDeep.Rows;

namespace MLNetDeep.Trainers;

/// <summary>A trained network as a transformer: from a column of features to the columns of its prediction.</summary>
public abstract class NetworkTransformer : RowTransformer, ISingleFeaturePredictionTransformer<Network>
{
    private protected NetworkTransformer(Network network, string featureColumnName, TrainingHistory? history)
    {
        Model = network;
        FeatureColumnName = featureColumnName;
        FeatureColumnType = new VectorDataViewType(NumberDataViewType.Single, network.Spec.InputSize);
        History = history;
    }

    /// <summary>The trained network: its weights, its summary, its verbs. Its weights are not to be changed while rows are transformed.</summary>
    public Network Model { get; }

    /// <summary>Loss and metrics of each epoch; null for a model that was loaded.</summary>
    public TrainingHistory? History { get; }

    /// <summary>The column of features.</summary>
    public string FeatureColumnName { get; }

    /// <summary>The type of the features: a vector of <see cref="float"/> with as many slots as the network has inputs.</summary>
    public DataViewType FeatureColumnType { get; }

    private protected sealed override RowMapper CreateMapper(DataViewSchema inputSchema)
    {
        DataViewSchema.Column features = FeatureColumn.Find(inputSchema, FeatureColumnName);
        if (((VectorDataViewType)features.Type).Size != Model.Spec.InputSize)
        {
            throw Columns.WrongType("feature", FeatureColumnName, $"{FeatureColumnType}", features.Type);
        }

        return CreateMapper(inputSchema, features);
    }

    private protected abstract RowMapper CreateMapper(DataViewSchema inputSchema, DataViewSchema.Column features);
}
