using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace MLNetDeep.Hosting;

/// <summary>Extension methods that add pools of prediction engines to services.</summary>
public static class PredictionPoolServiceCollectionExtensions
{
    /// <summary>
    /// Adds a singleton <see cref="PredictionPool{TInput, TOutput}"/>. Its models are added by the methods of the result, or by another overload.
    /// </summary>
    /// <typeparam name="TInput">The class of a row that the models take.</typeparam>
    /// <typeparam name="TOutput">The class of a row that the models give.</typeparam>
    /// <param name="services">The services.</param>
    /// <returns>A builder that adds models.</returns>
    public static PredictionPoolBuilder<TInput, TOutput> AddMLNetDeepPredictionPool<TInput, TOutput>(this IServiceCollection services)
        where TInput : class
        where TOutput : class, new()
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddLogging();
        services.AddMetrics();
        services.TryAddSingleton<PoolMetrics>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PredictionPoolOptions>, PredictionPoolOptionsValidator>());
        if (services.All(service => service.ServiceType != typeof(PredictionPool<TInput, TOutput>)))
        {
            services.AddSingleton(provider => new PredictionPool<TInput, TOutput>(provider));
            services.AddSingleton<IPredictionPool>(provider => provider.GetRequiredService<PredictionPool<TInput, TOutput>>());
        }

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, PoolStarter>());
        return new PredictionPoolBuilder<TInput, TOutput>(services);
    }

    /// <summary>Adds a singleton <see cref="PredictionPool{TInput, TOutput}"/> with a default model.</summary>
    /// <typeparam name="TInput">The class of a row that the model takes.</typeparam>
    /// <typeparam name="TOutput">The class of a row that the model gives.</typeparam>
    /// <param name="services">The services.</param>
    /// <param name="modelPath">The model file; see <see cref="PredictionPoolOptions.ModelPath"/>.</param>
    /// <returns>A builder that adds further models.</returns>
    /// <exception cref="ArgumentException">There is a default model already, in this pool or another.</exception>
    public static PredictionPoolBuilder<TInput, TOutput> AddMLNetDeepPredictionPool<TInput, TOutput>(
        this IServiceCollection services, string modelPath)
        where TInput : class
        where TOutput : class, new() => services.AddMLNetDeepPredictionPool<TInput, TOutput>().FromFile(modelPath);

    /// <summary>Adds a singleton <see cref="PredictionPool{TInput, TOutput}"/> with a default model.</summary>
    /// <typeparam name="TInput">The class of a row that the model takes.</typeparam>
    /// <typeparam name="TOutput">The class of a row that the model gives.</typeparam>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets the options; <see cref="PredictionPoolOptions.ModelPath"/> is required.</param>
    /// <returns>A builder that adds further models.</returns>
    /// <exception cref="ArgumentException">There is a default model already, in this pool or another.</exception>
    public static PredictionPoolBuilder<TInput, TOutput> AddMLNetDeepPredictionPool<TInput, TOutput>(
        this IServiceCollection services, Action<PredictionPoolOptions> configure)
        where TInput : class
        where TOutput : class, new() => services.AddMLNetDeepPredictionPool<TInput, TOutput>().AddModel(Options.DefaultName, configure);

    /// <summary>Adds a singleton <see cref="PredictionPool{TInput, TOutput}"/> with a default model whose options are in the configuration.</summary>
    /// <typeparam name="TInput">The class of a row that the model takes.</typeparam>
    /// <typeparam name="TOutput">The class of a row that the model gives.</typeparam>
    /// <param name="services">The services.</param>
    /// <param name="configuration">The section with the options, for example of appsettings.json.</param>
    /// <returns>A builder that adds further models.</returns>
    /// <exception cref="ArgumentException">There is a default model already, in this pool or another.</exception>
    public static PredictionPoolBuilder<TInput, TOutput> AddMLNetDeepPredictionPool<TInput, TOutput>(
        this IServiceCollection services, IConfiguration configuration)
        where TInput : class
        where TOutput : class, new() => services.AddMLNetDeepPredictionPool<TInput, TOutput>().AddModel(Options.DefaultName, configuration);
}
